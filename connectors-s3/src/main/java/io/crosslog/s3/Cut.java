package io.crosslog.s3;

import java.util.Arrays;

/** Makes records of pieces of a buffer. */
final class Cut {

    /** How much of a record is kept that is too long. */
    static final int HEAD = 4096;

    private Cut() {}

    /** A whole record, as a slice. */
    static CutRecord whole(long number, CutBuffer buffer, int length) {
        buffer.lend();
        return new CutRecord(number, buffer.bytes(), buffer.start(), length, null);
    }

    /** A record that makes no sense, as a slice. */
    static CutRecord bad(long number, CutBuffer buffer, int length, String damage) {
        buffer.lend();
        return new CutRecord(number, buffer.bytes(), buffer.start(), length, damage);
    }

    /** A copy of the first of the bytes not yet taken. */
    static byte[] head(CutBuffer buffer, int length) {
        return Arrays.copyOfRange(buffer.bytes(), buffer.start(), buffer.start() + Math.min(length, HEAD));
    }

    /** A record of which there is only a head. */
    static CutRecord headOnly(long number, byte[] head, String damage) {
        return new CutRecord(number, head, 0, head.length, damage);
    }

    /** The reason why a record is rejected that is too long. */
    static String tooLong(int most) {
        return "the record is longer than the " + most + " bytes it may (maxRecordBytes); this is its head";
    }
}
