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

    /**
     * Whether a member's key can still hold this name and something of its own. If not, the object here stays one text, or
     * a name of thousands of bytes would be told again for each of thousands of members.
     */
    final boolean takesMembers;

    Name(@Nullable Name parent, String joined, String path, Key key) {
        this.parent = parent;
        this.joined = joined;
        this.path = path;
        this.key = key;
        this.takesMembers =
                joined.length() < KeyNames.MAX_BYTES - 1 && Utf8.encode(joined).length < KeyNames.MAX_BYTES - 1;
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
