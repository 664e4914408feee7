package io.crosslog.sls;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands in an event, and the key that it becomes unless another value of the same event wants it too. One
 * object for each place within a {@link KeyTable}.
 */
final class Name {

    /** The object it is a member of, null at the top level. */
    final @Nullable Name parent;

    /** The members seen of the objects that stood here. */
    final Map<RawName, Name> members = new HashMap<>(0);

    /** The names from the top down, joined by an underscore. */
    final String joined;

    /** The plain name in the top-level layout, a path with dots in the flat one. */
    final String path;

    final Key key;

    Name(@Nullable Name parent, String joined, String path, Key key) {
        this.parent = parent;
        this.joined = joined;
        this.path = path;
        this.key = key;
    }

    /** Whether the key is not what the layout's rule alone would give. */
    boolean isRenamed() {
        return !key.text.equals(joined);
    }

    /** Whether this is a top-level field that keeps its own name, and so comes before others that want the same key. */
    boolean isExact() {
        return parent == null && !isRenamed();
    }
}
