package io.crosslog;

import io.crosslog.model.LogEvent;
import io.crosslog.model.Position;
import io.crosslog.model.RejectedRecord;
import io.crosslog.model.Stage;
import io.crosslog.spi.WriteBatch;
import io.crosslog.spi.WriteResult;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One write of one partition to one branch: sent until all of it is durable or rejected. Confined to the thread that holds
 * it; it passes from thread to thread through the lock of {@code LaneTable}.
 */
final class PendingWrite implements Task {

    private final String partition;
    private final long generation;
    private final int branch;
    private final @Nullable Span span;
    private List<Part.Event> events;
    private List<Part.Rejection> rejections;
    private int attempts;
    private long dueAt;

    /** Which batches its events are of: from before the first until after the last, and whether no more of that follows. */
    record Span(Position start, Position end, boolean complete) {}

    /** A write of at least one event or rejection; {@code span} is null if there are no events. */
    PendingWrite(
            String partition,
            long generation,
            int branch,
            @Nullable Span span,
            List<Part.Event> events,
            List<Part.Rejection> rejections) {
        this.partition = partition;
        this.generation = generation;
        this.branch = branch;
        this.span = span;
        this.events = events;
        this.rejections = rejections;
    }

    /** What to give to the sink now: all events, or those that are left. */
    WriteBatch batch() {
        Span of = Objects.requireNonNull(span, "a write without events");
        List<LogEvent> all = new ArrayList<>(events.size());
        for (Part.Event event : events) {
            all.add(event.event());
        }
        return new WriteBatch(of.start(), of.end(), of.complete(), all);
    }

    /**
     * Takes over what the sink said: refused events become rejections, unsent ones stay, all others are delivered.
     *
     * @return those that are delivered
     * @throws PipelineException if the sink names events that it was not given
     */
    List<Part.Event> take(WriteResult result) {
        if (result.refused().isEmpty() && result.unsent().isEmpty()) {
            List<Part.Event> delivered = events;
            events = List.of();
            return delivered;
        }
        return takePart(result);
    }

    private List<Part.Event> takePart(WriteResult result) {
        IdentityHashMap<LogEvent, List<String>> refusals = new IdentityHashMap<>();
        result.refused().forEach(refusal -> refusals.computeIfAbsent(refusal.event(), e -> new ArrayList<>(1))
                .add(refusal.reason()));
        IdentityHashMap<LogEvent, Integer> unsent = new IdentityHashMap<>();
        result.unsent().forEach(event -> unsent.merge(event, 1, Integer::sum));
        List<Part.Event> delivered = new ArrayList<>();
        List<Part.Event> left = new ArrayList<>();
        List<Part.Rejection> refused = new ArrayList<>();
        for (Part.Event part : events) {
            LogEvent event = part.event();
            @Nullable List<String> reasons = refusals.get(event);
            if (reasons != null && !reasons.isEmpty()) {
                refused.add(refusal(part, reasons.remove(0)));
            } else if (unsent.getOrDefault(event, 0) > 0) {
                unsent.merge(event, -1, Integer::sum);
                left.add(part);
            } else {
                delivered.add(part);
            }
        }
        if (refused.size() != result.refused().size()
                || left.size() != result.unsent().size()) {
            throw new PipelineException("the sink named " + result.refused().size() + " refused and "
                    + result.unsent().size() + " unsent events of partition '" + partition
                    + "', but not all of them are of the " + events.size()
                    + " events it was given: a bug in the sink; nothing of this write was committed");
        }
        events = left;
        rejections = new ArrayList<>(rejections);
        rejections.addAll(refused);
        return delivered;
    }

    private static Part.Rejection refusal(Part.Event part, String reason) {
        return new Part.Rejection(
                RejectedRecord.event(part.fate().record(), part.event(), Stage.WRITE, reason), part.fate(), true);
    }

    /** Gives the rejections out, after they were handed over. */
    List<Part.Rejection> handedOver() {
        List<Part.Rejection> done = rejections;
        rejections = List.of();
        return done;
    }

    void failed(long due) {
        attempts++;
        dueAt = due;
    }

    void progressed() {
        attempts = 0;
    }

    String partition() {
        return partition;
    }

    long generation() {
        return generation;
    }

    /** Index of its branch. */
    int branch() {
        return branch;
    }

    /** What is still to be delivered. */
    List<Part.Event> events() {
        return events;
    }

    /** What is still to be handed over. */
    List<Part.Rejection> rejections() {
        return rejections;
    }

    /** All that is not done. */
    List<Part> parts() {
        List<Part> parts = new ArrayList<>(events);
        parts.addAll(rejections);
        return parts;
    }

    /** How many bytes it still holds. */
    long bytes() {
        return sum(Part::bytes);
    }

    /** About how many bytes of memory takes what it still holds. */
    long footprint() {
        return sum(Part::footprint);
    }

    private long sum(ToLongFunction<Part> weight) {
        long sum = 0;
        for (Part.Event event : events) {
            sum += weight.applyAsLong(event);
        }
        for (Part.Rejection rejection : rejections) {
            sum += weight.applyAsLong(rejection);
        }
        return sum;
    }

    int attempts() {
        return attempts;
    }

    long dueAt() {
        return dueAt;
    }
}
