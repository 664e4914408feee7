package io.crosslog.s3;

import org.jspecify.annotations.Nullable;

/**
 * How far a lane has come: all that is needed to resume it. Immutable and thread-safe.
 *
 * @param horizon what was modified before this time is done, in milliseconds since 1970
 * @param pass the listing that the lane is going through, or null between two
 * @param reading the object that it is in the middle of, or null
 * @param seen which objects modified since {@code horizon} are done
 * @param missed which objects the store listed and did not have, with the time of the pass that missed them
 */
record LaneState(
        long horizon,
        @Nullable Pass pass,
        @Nullable PartRead reading,
        SeenWindow.Snapshot seen,
        SeenWindow.Snapshot missed) {

    static LaneState startingAt(long horizon) {
        SeenWindow.Snapshot nothing = new SeenWindow().snapshot();
        return new LaneState(horizon, null, null, nothing, nothing);
    }
}
