package io.crosslog.normalize;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a list, or the pieces of a text, each converted; those that cannot be leave the whole source besides.
 * Immutable and thread-safe.
 *
 * @param path where to look
 * @param conversion what to do with each element
 * @param splitAt where to split text, or null to take it as one element
 * @param keep whether the source is kept besides, because the mapping rests on an inferred fact
 */
record FromList(
        FieldPath path, Conversion conversion, @Nullable String splitAt, boolean keep) implements Alternative {

    private static final int MOST = 1_000;

    @Override
    public boolean write(Run run, Place place, boolean lastResort) {
        SourceNode node = path.findPresent(run);
        if (node == null) {
            return false;
        }
        boolean any = false;
        boolean all = true;
        List<SourceNode> items = items(node);
        for (SourceNode item : items.subList(0, Math.min(MOST, items.size()))) {
            if (!path.isAbsent(item)) {
                Outcome out = run.outcome();
                conversion.convert(item, out);
                Object value = out.value();
                boolean put = value != null && run.put(place.slot(), value, List.of(node), keep || out.isInexact());
                any |= put;
                all &= put;
            }
        }
        if (!any) {
            run.fail(node);
        } else if (!all || items.size() > MOST) {
            run.failInPart(node);
        }
        return any;
    }

    private List<SourceNode> items(SourceNode node) {
        String text = node.text();
        if (text == null || (splitAt == null && text.startsWith("["))) {
            List<SourceNode> elements = node.elements();
            return elements == null ? List.of(node) : elements;
        } else if (splitAt == null) {
            return List.of(node);
        }
        List<SourceNode> items = new ArrayList<>();
        int from = 0;
        for (int to = text.indexOf(splitAt); to >= 0; to = text.indexOf(splitAt, from)) {
            items.add(new SourceNode(text.substring(from, to).strip()));
            from = to + splitAt.length();
        }
        items.add(new SourceNode(text.substring(from).strip()));
        return items;
    }
}
