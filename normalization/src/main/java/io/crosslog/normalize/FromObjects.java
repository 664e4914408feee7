package io.crosslog.normalize;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Objects of a list, built by mappings of their own: one for each element of a source list, one for each member of a source
 * object, or just one. What does not become a valid object is not in the event, and its sources stay unused. Immutable and
 * thread-safe.
 *
 * @param each the source list or object, or null to build one object
 * @param where which elements become one; the others stay as if they were not read
 * @param mappings the attributes; they read {@code .name} from the element, or {@code .key} and {@code .value} of a member
 */
record FromObjects(@Nullable FieldPath each, Condition where, List<Mapping> mappings) implements Alternative {

    private static final int MOST = 1_000;

    @Override
    public boolean write(Run run, Place place, boolean lastResort) {
        if (each == null) {
            SourceNode here = run.element(0);
            build(run, place, here == null ? run.root() : here);
            return true;
        }
        SourceNode source = each.findPresent(run);
        if (source == null) {
            return false;
        }
        Map<String, SourceNode> members = source.members();
        List<SourceNode> elements = source.elements();
        if (members != null) {
            boolean any = false;
            for (Map.Entry<String, SourceNode> member : limited(members.entrySet())) {
                any |= buildIf(run, place, pair(member.getKey(), member.getValue()));
            }
            return any;
        } else if (elements != null) {
            boolean any = false;
            for (SourceNode element : limited(elements)) {
                any |= buildIf(run, place, element);
            }
            return any;
        }
        run.fail(source);
        return false;
    }

    private static <T> List<T> limited(Collection<T> all) {
        return all.stream().limit(MOST).toList();
    }

    private boolean buildIf(Run run, Place place, SourceNode from) {
        if (where != Condition.ALWAYS && !run.holdsAt(from, () -> where.holds(run))) {
            return false;
        }
        build(run, place, from);
        return true;
    }

    private void build(Run run, Place place, SourceNode from) {
        run.within(from, place.slot(), () -> mappings.forEach(mapping -> mapping.apply(run)));
    }

    private static SourceNode pair(String key, SourceNode value) {
        return new SourceNode(null, Map.of("key", new SourceNode(key), "value", value));
    }
}
