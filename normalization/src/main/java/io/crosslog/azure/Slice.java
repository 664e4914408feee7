package io.crosslog.azure;

import io.crosslog.model.FieldType;
import io.crosslog.model.FieldVisitor;

/** A member of an object: its name, and where its value lies. Immutable. */
final class Slice {

    private final String name;
    private final FieldType type;
    private final byte[] bytes;
    private final int offset;
    private final int length;
    private final boolean escaped;

    Slice(String name, FieldType type, byte[] bytes, int offset, int length, boolean escaped) {
        this.name = name;
        this.type = type;
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.escaped = escaped;
    }

    /** An object whose members are given without its brackets. */
    static Slice object(byte[] bytes, int from, int to) {
        byte[] object = new byte[to - from + 2];
        object[0] = '{';
        System.arraycopy(bytes, from, object, 1, to - from);
        object[object.length - 1] = '}';
        return new Slice("", FieldType.OBJECT, object, 0, object.length, false);
    }

    /** The same member with an object for its value. */
    Slice of(byte[] object) {
        return new Slice(name, FieldType.OBJECT, object, 0, object.length, false);
    }

    String text() {
        return FieldVisitor.text(bytes, offset, length, escaped);
    }

    boolean isList() {
        return type == FieldType.ARRAY;
    }

    /** Whether this is text that begins as a list does. */
    boolean isTextOfList() {
        return type == FieldType.STRING && text().stripLeading().startsWith("[");
    }

    String name() {
        return name;
    }

    FieldType type() {
        return type;
    }

    /** The array that holds the value; read only. */
    byte[] bytes() {
        return bytes;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    boolean escaped() {
        return escaped;
    }
}
