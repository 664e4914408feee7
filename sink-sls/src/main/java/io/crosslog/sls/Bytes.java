package io.crosslog.sls;

import java.util.Arrays;

/** A buffer of bytes that grows, with the two number forms of protobuf. Confined to one thread. */
final class Bytes {

    private static final int LENGTH_DELIMITED = 2;

    private byte[] array;
    private int size;

    Bytes(int initialCapacity) {
        array = new byte[initialCapacity];
    }

    byte[] array() {
        return array;
    }

    int size() {
        return size;
    }

    void truncate(int newSize) {
        size = newSize;
    }

    /** Makes room and gives the array to write to, from {@link #size()}; {@link #advance} says how much was written. */
    byte[] reserve(int more) {
        if (array.length - size < more) {
            array = Arrays.copyOf(array, Math.max(Math.addExact(size, more), (int) Math.min(2L * size, 1 << 30)));
        }
        return array;
    }

    void advance(int written) {
        size += written;
    }

    void put(int b) {
        reserve(1)[size++] = (byte) b;
    }

    void put(byte[] bytes, int offset, int length) {
        System.arraycopy(bytes, offset, reserve(length), size, length);
        size += length;
    }

    void put(byte[] bytes) {
        put(bytes, 0, bytes.length);
    }

    /** The tag of a length-delimited field of protobuf, up to number 15. */
    void tag(int field) {
        put(field << 3 | LENGTH_DELIMITED);
    }

    void varint(int value) {
        reserve(5);
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            array[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[size++] = (byte) rest;
    }

    void fixed32(int value) {
        reserve(4);
        for (int shift = 0; shift < 32; shift += 8) {
            array[size++] = (byte) (value >>> shift);
        }
    }

    byte[] copy(int from, int to) {
        return Arrays.copyOfRange(array, from, to);
    }

    static int varintSize(int value) {
        return value == 0 ? 1 : (38 - Integer.numberOfLeadingZeros(value)) / 7;
    }
}
