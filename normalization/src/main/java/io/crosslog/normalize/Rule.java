package io.crosslog.normalize;

import io.crosslog.mask.Masking;
import io.crosslog.model.LogEvent;
import io.crosslog.ocsf.OcsfIncompleteException;
import io.crosslog.spi.NormalizeException;
import io.crosslog.spi.Output;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compiled rule. Immutable and thread-safe.
 *
 * @param name its name
 * @param knownBy the events that say outright that they are its
 * @param match the events that it is for
 * @param masking what is masked in these events before anything is made of them
 * @param opens text that is taken apart first
 * @param filters events that are left out on purpose
 * @param each the list whose elements become an event each, as paths from one list to the next; empty without one
 * @param programs the classes, in the order of preference; the last one takes any event
 * @param absence what stands for nothing and is not left over; null if empty values are left over too
 * @param mapped what the rule can write, for tables
 */
record Rule(
        String name,
        Condition knownBy,
        Condition match,
        Masking masking,
        List<Open> opens,
        List<Filter> filters,
        List<FieldPath> each,
        List<Program> programs,
        @Nullable Absence absence,
        List<MappedAttribute> mapped) {

    private static final int MOST_EVENTS = 100_000;

    /**
     * Text that is taken apart.
     *
     * @param path where it is
     * @param eachElement whether the path leads to a list, of which each element is such a text
     * @param opener how it is taken apart
     */
    record Open(FieldPath path, boolean eachElement, Opener opener) {

        void apply(Run run) {
            SourceNode node = path.findPresent(run);
            List<SourceNode> elements = node == null || !eachElement ? null : node.elements();
            if (elements != null) {
                elements.forEach(this::open);
            } else if (node != null && !eachElement) {
                open(node);
            }
        }

        private void open(SourceNode node) {
            Map<String, SourceNode> parts = node.value() instanceof String text ? opener.open(text) : null;
            if (parts != null) {
                node.open(parts);
            }
        }
    }

    /** Events that are left out on purpose; {@code loss} if they say that the vendor has lost others. */
    record Filter(String reason, Condition when, boolean loss) {}

    /**
     * Translates an event that the rule matches.
     *
     * @param event the event as it comes
     * @param fields its fields
     * @param out takes what is made of it
     * @param trace hears what is read and written, or null
     */
    void apply(LogEvent event, Map<String, @Nullable Object> fields, Output out, @Nullable Trace trace)
            throws NormalizeException {
        if (masking.isNone()) {
            translate(event, fields, out, trace);
            return;
        }
        LogEvent masked = masking.mask(event);
        try {
            translate(masked, SourceTree.fields(masked), out, trace);
        } catch (NormalizeException e) {
            throw e.about(masked.record());
        }
    }

    private void translate(LogEvent event, Map<String, @Nullable Object> fields, Output out, @Nullable Trace trace)
            throws NormalizeException {
        if (each.isEmpty()) {
            apply(event, fields, List.of(), out, trace);
            return;
        }
        List<List<Integer>> elements = new ArrayList<>();
        Run run = new Run(event, SourceTree.of(fields), List.of(), null);
        collect(run, each.get(0).find(run), 0, List.of(), elements);
        if (elements.size() > MOST_EVENTS) {
            throw new NormalizeException("rule " + name + " makes more than " + MOST_EVENTS + " events of one");
        }
        for (int i = 0; i < elements.size(); i++) {
            apply(event.at(event.index(), i), fields, elements.get(i), out, trace);
        }
        if (elements.isEmpty()) {
            apply(event, fields, List.of(), out, trace);
        }
    }

    /** The indexes of all elements that the rule's {@code each} leads to; of one without an inner list, its own. */
    private void collect(
            Run run, @Nullable SourceNode list, int level, List<Integer> before, List<List<Integer>> found) {
        List<SourceNode> nodes = list == null ? null : list.elements();
        if ((nodes == null || nodes.isEmpty()) && !before.isEmpty()) {
            found.add(before);
        }
        for (int i = 0; nodes != null && i < nodes.size(); i++) {
            List<Integer> indexes = new ArrayList<>(before);
            indexes.add(i);
            if (level + 1 == each.size()) {
                found.add(indexes);
            } else {
                collect(run, each.get(level + 1).from(nodes.get(i), run), level + 1, indexes, found);
            }
        }
    }

    private void apply(
            LogEvent event,
            Map<String, @Nullable Object> fields,
            List<Integer> indexes,
            Output out,
            @Nullable Trace trace)
            throws NormalizeException {
        Run run = newRun(event, fields, indexes, trace);
        for (Filter filter : filters) {
            if (filter.when.holds(run)) {
                if (filter.loss) {
                    out.count("possible-loss:" + filter.reason);
                }
                out.filter(filter.reason);
                return;
            }
        }
        for (int i = 0; i < programs.size(); i++) {
            Program program = programs.get(i);
            if (!program.when().holds(run)) {
                continue;
            }
            try {
                Map<String, Object> made = program.make(run, event.id());
                if (i > 0 && i == programs.size() - 1) {
                    out.count("class-fallback:" + name);
                }
                run.report(name, out);
                out.emit(finish(event, made, run.root()));
                if (trace != null) {
                    trace.made(name, run.root());
                }
                return;
            } catch (OcsfIncompleteException e) {
                if (trace != null) {
                    trace.again();
                }
                run = newRun(event, fields, indexes, trace);
            }
        }
        throw new NormalizeException("rule " + name + " has no class for the event");
    }

    /** A translation at one element of the rule's {@code each}; the other elements are as if they were not there. */
    private Run newRun(
            LogEvent event, Map<String, @Nullable Object> fields, List<Integer> indexes, @Nullable Trace trace) {
        SourceNode root = SourceTree.of(fields);
        List<SourceNode> loops = new ArrayList<>(indexes.size());
        Run run = new Run(event, root, loops, trace);
        for (int level = 0; level < indexes.size(); level++) {
            SourceNode list =
                    level == 0 ? each.get(0).find(run) : each.get(level).from(loops.get(level - 1), run);
            SourceNode element = list == null ? null : list.only(indexes.get(level));
            if (element != null) {
                loops.add(element);
            }
        }
        for (Open open : opens) {
            open.apply(run);
        }
        return run;
    }

    private LogEvent finish(LogEvent event, Map<String, Object> made, SourceNode root) {
        LogEvent.Builder builder = LogEvent.builder(event);
        if (made.get("time") instanceof Number millis) {
            builder.time(Instant.ofEpochMilli(millis.longValue()));
        }
        made.forEach(builder::put);
        Object left = root.leftover(absence);
        if (left instanceof Map<?, ?> rest && !rest.isEmpty()) {
            builder.put("unmapped", merged(made.get("unmapped"), rest));
        }
        return builder.build();
    }

    /** What a rule has put into {@code unmapped} by itself has its name; what is left under the same one gets a number. */
    private static Map<?, ?> merged(@Nullable Object own, Map<?, ?> rest) {
        if (!(own instanceof Map<?, ?> given)) {
            return rest;
        }
        Map<Object, @Nullable Object> all = new LinkedHashMap<>(given);
        rest.forEach((name, value) -> {
            Object free = name;
            for (int number = 2; all.containsKey(free) || (number > 2 && rest.containsKey(free)); number++) {
                free = name + "#" + number;
            }
            all.put(free, value);
        });
        return all;
    }
}
