package io.crosslog.normalize;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Objects of a list, built by mappings of their own: one for each element of a source list, one for each member of a source
 * object, or just one. What does not become a valid object is not in the event, and its sources stay unused. Immutable and
 * thread-safe.
 *
 * @param each the source list or object, or null to build one object
 * @param mappings the attributes; they read {@code .name} from the element, or {@code .key} and {@code .value} of a member
 */
record FromObjects(@Nullable FieldPath each, List<Mapping> mappings) implements Alternative {

    private static final int MOST = 1_000;

    @Override
    public boolean write(Run run, Place place, boolean lastResort) {
        if (each == null) {
            build(run, place, run.element());
            return true;
        }
        SourceNode source = each.findPresent(run);
        if (source == null) {
            return false;
        }
        Map<String, SourceNode> members = source.members();
        List<SourceNode> elements = source.elements();
        if (members != null) {
            members.entrySet().stream()
                    .limit(MOST)
                    .forEach(member -> build(run, place, pair(member.getKey(), member.getValue())));
        } else if (elements != null) {
            elements.stream().limit(MOST).forEach(element -> build(run, place, element));
        } else {
            run.fail(source);
            return false;
        }
        return true;
    }

    private void build(Run run, Place place, SourceNode from) {
        run.within(from, place.slot(), () -> mappings.forEach(mapping -> mapping.apply(run)));
    }

    private static SourceNode pair(String key, SourceNode value) {
        return new SourceNode(null, Map.of("key", new SourceNode(key), "value", value));
    }
}
