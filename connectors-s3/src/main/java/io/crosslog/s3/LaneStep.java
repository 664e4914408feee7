package io.crosslog.s3;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a lane has to do next.
 *
 * @param kind what
 * @param object the object to read, for {@link Kind#READ} only
 */
record LaneStep(Kind kind, @Nullable ListedObject object) {

    static final LaneStep MOVE = new LaneStep(Kind.MOVE, null);
    static final LaneStep END_PASS = new LaneStep(Kind.END_PASS, null);

    enum Kind {
        READ,
        /** Hand out the position, without records. */
        MOVE,
        END_PASS
    }

    static LaneStep read(ListedObject object) {
        return new LaneStep(Kind.READ, object);
    }

    ListedObject toRead() {
        return Objects.requireNonNull(object);
    }
}
