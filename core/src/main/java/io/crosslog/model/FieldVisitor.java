package io.crosslog.model;

/**
 * Sees the top-level fields of an event in order, without a tree and without strings: the low-level view for sinks and
 * normalizers that must be fast.
 */
@FunctionalInterface
public interface FieldVisitor {

    /**
     * One field. The array is read only and may be shared with other fields and with the raw record.
     *
     * @param name the field's name
     * @param type what it holds
     * @param bytes array that holds the value as valid UTF-8: the text of a {@link FieldType#STRING} without quotes, else
     *     JSON text
     * @param offset index of the value's first byte
     * @param length number of bytes
     * @param escaped for a {@link FieldType#STRING}, whether the bytes are JSON string content, with backslash escapes to
     *     be undone (and valid inside JSON quotes as they are); if not, they are the plain text itself
     */
    void field(String name, FieldType type, byte[] bytes, int offset, int length, boolean escaped);

    /**
     * The text of a {@link FieldType#STRING} field, from what {@link #field} was given.
     *
     * @param bytes array that holds the value
     * @param offset index of the value's first byte
     * @param length number of bytes
     * @param escaped whether there may be backslash escapes to be undone
     * @return the plain text
     */
    static String text(byte[] bytes, int offset, int length, boolean escaped) {
        return JsonValues.text(bytes, offset, length, escaped);
    }
}
