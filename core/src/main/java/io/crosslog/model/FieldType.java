package io.crosslog.model;

/** What kind of value a field of a {@link LogEvent} holds; the kinds of JSON. */
public enum FieldType {
    /** Text. */
    STRING,
    /** A number, kept as its literal, so that no digit is lost. */
    NUMBER,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** An explicit null. */
    NULL,
    /** An object, kept as JSON text. */
    OBJECT,
    /** An array, kept as JSON text. */
    ARRAY
}
