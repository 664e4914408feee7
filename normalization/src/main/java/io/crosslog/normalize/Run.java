package io.crosslog.normalize;

import io.crosslog.model.LogEvent;
import io.crosslog.ocsf.OcsfDraft;
import io.crosslog.ocsf.OcsfNode;
import io.crosslog.ocsf.OcsfSlot;
import io.crosslog.spi.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The translation of one event, under way: what is read, and where it is written. Confined to one thread. */
final class Run {

    private final LogEvent event;
    private final SourceNode root;
    private final List<SourceNode> loops;
    private final List<String> counts = new ArrayList<>(2);
    private final Outcome outcome = new Outcome();
    private final List<SourceNode> failed = new ArrayList<>(2);
    private final List<SourceNode> used = new ArrayList<>(4);
    private final List<SourceNode> unreadable = new ArrayList<>(0);
    private final @Nullable Trace trace;
    private @Nullable Place place;
    private @Nullable OcsfDraft draft;
    private @Nullable OcsfNode object;
    private final List<SourceNode> elements = new ArrayList<>(0);
    private boolean partial;
    private @Nullable String originalTime;
    private int offsetMinutes = Outcome.NO_OFFSET;

    /** A translation that nobody listens to. */
    Run(LogEvent event, SourceNode root, List<SourceNode> loops) {
        this(event, root, loops, null);
    }

    /**
     * A translation.
     *
     * @param event what is translated
     * @param root its fields
     * @param loops the elements that the rule's {@code each} is at, the outermost first; empty without one
     * @param trace hears what is read and written, or null
     */
    Run(LogEvent event, SourceNode root, List<SourceNode> loops, @Nullable Trace trace) {
        this.event = event;
        this.root = root;
        this.loops = loops;
        this.trace = trace;
    }

    LogEvent event() {
        return event;
    }

    SourceNode root() {
        return root;
    }

    /** The element that a list of {@code each} is at; null where the list is not there. */
    @Nullable SourceNode loop(int level) {
        return level < loops.size() ? loops.get(level) : null;
    }

    /**
     * The element of a list that a mapping is at; outside of any, that of the rule's {@code each}, or the event.
     *
     * @param outwards 0 for the innermost element, 1 for the one around it, and so on
     */
    @Nullable SourceNode element(int outwards) {
        int at = elements.size() - 1 - outwards;
        if (at >= 0) {
            return elements.get(at);
        }
        int loop = loops.size() + at;
        return loop >= 0 ? loops.get(loop) : loop == -1 ? root : null;
    }

    /** Begins to write an event. */
    void begin(OcsfDraft target) {
        draft = target;
    }

    /** Writes an object of a list: what the body reads is the element's, what it writes goes into a new object. */
    void within(SourceNode from, OcsfSlot list, Runnable body) {
        OcsfNode objectBefore = object;
        object = objectBefore == null ? target().append(list) : objectBefore.append(list);
        elements.add(from);
        body.run();
        elements.remove(elements.size() - 1);
        object = objectBefore;
    }

    /** Whether something holds while paths begin at an element of a list. */
    boolean holdsAt(SourceNode element, BooleanSupplier what) {
        elements.add(element);
        boolean holds = what.getAsBoolean();
        elements.remove(elements.size() - 1);
        return holds;
    }

    /** Puts a value that was made of nothing. */
    boolean put(OcsfSlot slot, Object value) {
        boolean fits = object == null ? target().put(slot, value, null) : object.put(slot, value, null);
        if (fits && trace != null && place != null) {
            trace.wrote(place, List.of());
        }
        return fits;
    }

    /** Puts a value, and notes what it was made of; does nothing if it does not fit. */
    boolean put(OcsfSlot slot, Object value, List<SourceNode> sources, boolean keep) {
        boolean fits = object == null ? target().put(slot, value, sources) : object.put(slot, value, sources);
        if (fits) {
            for (SourceNode source : sources) {
                source.use();
                used.add(source);
                if (keep) {
                    source.keep();
                }
            }
            if (trace != null && place != null) {
                trace.wrote(place, sources);
            }
        }
        return fits;
    }

    private OcsfDraft target() {
        if (draft == null) {
            throw new IllegalStateException("nothing can be written while a rule is being chosen");
        }
        return draft;
    }

    /** A cleared outcome for the next conversion. */
    Outcome outcome() {
        outcome.clear();
        return outcome;
    }

    /** Notes where the event's time came from: the log's own text, and how far ahead of UTC its zone was. */
    void time(@Nullable String verbatim, int minutes) {
        originalTime = verbatim;
        offsetMinutes = minutes;
    }

    /** The event's time as the log has it; null if it came from elsewhere. */
    @Nullable String originalTime() {
        return originalTime;
    }

    /** How far ahead of UTC the log's zone was, or {@link Outcome#NO_OFFSET}. */
    int offsetMinutes() {
        return offsetMinutes;
    }

    /** Counts a word that an enum has no number for. */
    void unknown(Place target, @Nullable String word) {
        count("unknown-value:" + target.label());
        if (trace != null && word != null) {
            trace.unknown(target, word);
        }
    }

    /** Counts something, once the event is handed on. */
    void count(String name) {
        counts.add(name);
    }

    /** Notes text that looks like JSON, that a path leads into, and that cannot be read. */
    void unreadable(SourceNode node) {
        if (!unreadable.contains(node)) {
            unreadable.add(node);
        }
    }

    /** Tells what was counted. */
    void report(String rule, Output out) {
        counts.forEach(out::count);
        unreadable.forEach(node -> out.count("embedded-json-unreadable:" + rule));
    }

    /** Notes a source value that the mapping under way could not convert. */
    void fail(SourceNode node) {
        failed.add(node);
    }

    /** Notes that some elements of a list could not be converted: the source stays besides. */
    void failInPart(SourceNode node) {
        node.keep();
        partial = true;
    }

    /** Forgets what failed: the mapping is tried anew. */
    void forget() {
        failed.clear();
    }

    /** Begins a mapping. */
    void begin(Place target) {
        place = target;
    }

    /** Ends a mapping: values that it could not convert stay, unless it has made use of them in another way. */
    void settle(Place target) {
        boolean counted = partial;
        for (SourceNode node : failed) {
            if (!used.contains(node)) {
                node.keep();
                counted = true;
            }
        }
        if (counted && trace != null) {
            trace.failed(target, failed);
        }
        failed.clear();
        used.clear();
        partial = false;
        if (counted) {
            count("conversion-failed:" + target.label());
        }
    }
}
