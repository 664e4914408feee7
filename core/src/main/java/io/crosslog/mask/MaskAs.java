package io.crosslog.mask;

/** What is left of a value that is masked. */
public enum MaskAs {
    /** Three stars; of credentials the scheme besides, of cookies their names. */
    MASK,
    /**
     * {@code hmac:} and 32 hexadecimal digits: the first 128 bits of the HMAC-SHA-256 of the value's text in UTF-8. The same
     * value and key give the same text for ever, so that events can be counted and joined by what they do not tell.
     */
    HASH,
    /** Nothing: the field, header or parameter's value is left out. */
    DROP
}
