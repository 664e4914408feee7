package io.crosslog.s3;

import org.jspecify.annotations.Nullable;

/**
 * One record cut out of an object.
 *
 * @param number its number within the object, from 0, the same at each reading
 * @param bytes an array that holds its bytes and is left alone from now on
 * @param offset index of its first byte
 * @param length number of its bytes
 * @param damage why it could not be read whole, its bytes being then only a head; null if it could
 */
// The array is handed on, not compared.
@SuppressWarnings("ArrayRecordComponent")
record CutRecord(
        long number,
        byte[] bytes,
        int offset,
        int length,
        @Nullable String damage) {}
