package io.crosslog.s3;

/**
 * An object that a lane is in the middle of.
 *
 * @param object the object
 * @param records how many of its records are done
 */
record PartRead(ListedObject object, long records) {}
