package io.crosslog.s3;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which of the objects under the prefix are read at all. Immutable and thread-safe.
 *
 * @param include what a whole key must match, or null
 * @param exclude what a whole key must not match, or null
 * @param modifiedAfter objects modified before this time are left out, unless it is null
 * @param modifiedBefore objects modified at this time or later are left out, unless it is null
 */
record ObjectFilter(
        @Nullable Pattern include,
        @Nullable Pattern exclude,
        @Nullable Instant modifiedAfter,
        @Nullable Instant modifiedBefore) {

    boolean accepts(ListedObject object) {
        return !isDirectory(object)
                && (include == null || include.matcher(object.key()).matches())
                && (exclude == null || !exclude.matcher(object.key()).matches())
                && (modifiedAfter == null || object.modified() >= modifiedAfter.toEpochMilli())
                && (modifiedBefore == null || object.modified() < modifiedBefore.toEpochMilli());
    }

    /** What consoles make so that a folder without objects can be seen. */
    private static boolean isDirectory(ListedObject object) {
        return object.size() == 0 && object.key().endsWith("/");
    }
}
