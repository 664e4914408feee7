package io.crosslog.normalize;

import io.crosslog.ocsf.OcsfSlot;
import java.util.List;
import java.util.Set;

/**
 * The value of a field, converted. Immutable and thread-safe.
 *
 * @param path where to look
 * @param conversion what to do with the value
 * @param except texts that stand for no value; they are left where they are
 * @param keep whether the source is kept besides, because the mapping rests on an inferred fact
 */
record FromField(FieldPath path, Conversion conversion, Set<String> except, boolean keep) implements Alternative {

    @Override
    public boolean write(Run run, Place place, boolean lastResort) {
        SourceNode node = path.findPresent(run);
        if (node == null || (!except.isEmpty() && except.contains(String.valueOf(node.text())))) {
            return false;
        }
        Outcome out = run.outcome();
        conversion.convert(node, out);
        Object value = out.value();
        if (out.isNothing()) {
            return false;
        } else if (value == null) {
            run.fail(node);
            return false;
        } else if (out.isOther()) {
            return lastResort && other(run, place, node, value);
        }
        // The event's own time is kept as the log has it, in metadata.original_time.
        boolean loses = out.isInexact() && !place.isEventTime();
        if (!run.put(place.slot(), value, List.of(node), keep || loses)) {
            run.fail(node);
            return false;
        }
        if (place.isEventTime()) {
            run.time(node.text(), out.offsetMinutes());
        }
        return true;
    }

    private boolean other(Run run, Place place, SourceNode node, Object value) {
        OcsfSlot sibling = place.sibling();
        String word = node.text();
        run.unknown(place, word);
        return sibling != null
                && word != null
                && run.put(place.slot(), value, List.of(node), keep)
                && run.put(sibling, word);
    }
}
