package io.crosslog.s3;

/**
 * A listing of all keys that a lane is going through, maybe over several runs. What was modified before {@code fresh} and
 * has a key up to {@code cursor} is done.
 *
 * @param fresh the time from which on objects may have appeared after their key was passed, so that each of them is
 *     remembered: the pass's beginning by the store's clock, less the lateness that is allowed for; in milliseconds
 * @param passOver objects modified before this time are taken as done without being read, for a source that starts at the
 *     latest; {@link Long#MIN_VALUE} for none
 * @param cursor the last key that the lane is done with, or an empty text
 */
record Pass(long fresh, long passOver, String cursor) {

    Pass upTo(String key) {
        return new Pass(fresh, passOver, key);
    }
}
