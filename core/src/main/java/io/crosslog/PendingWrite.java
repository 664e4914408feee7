package io.crosslog;

import io.crosslog.model.LogEvent;
import io.crosslog.model.RawRecord;
import io.crosslog.model.RejectedRecord;
import io.crosslog.model.Stage;
import io.crosslog.parse.ParsedRecord;
import io.crosslog.parse.RecordParser;
import io.crosslog.spi.Limits;
import io.crosslog.spi.WriteBatch;
import io.crosslog.spi.WriteResult;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One write of one partition: made of the batches that wait, sent until all of it is durable or rejected. Confined to the
 * thread that holds it; it passes from thread to thread through the lock of {@code Lanes}.
 */
final class PendingWrite {

    private final String partition;
    private final long generation;
    private final List<QueuedBatch> offered;
    private final @Nullable Decoded carriedIn;

    private int consumed;
    private int cursor;
    private @Nullable Decoded carriedOut;
    private List<LogEvent> events = new ArrayList<>();
    private List<RecordFate> fates = new ArrayList<>();
    private final List<RecordFate> closing = new ArrayList<>();
    private List<RejectedRecord> rejections = new ArrayList<>();
    private int rejectedParts;
    private long rejectedBytes;
    private long eventBytes;
    private long pendingMade;
    private long filteredMade;
    private final NameCounts filtered = new NameCounts();
    private final NameCounts noted = new NameCounts();
    private boolean filled;
    private int attempts;
    private long dueAt;

    /** A write yet to be filled from the batches that wait, from record {@code cursor} of the first batch on. */
    PendingWrite(
            String partition, long generation, List<QueuedBatch> offered, int cursor, @Nullable Decoded carriedIn) {
        this.partition = partition;
        this.generation = generation;
        this.offered = offered;
        this.cursor = cursor;
        this.carriedIn = carriedIn;
    }

    /** Decodes waiting records, up to what the sink takes in one write. */
    void fill(RecordParser parser, Limits limits) {
        filled = true;
        @Nullable Decoded current = carriedIn;
        while (true) {
            if (current == null) {
                while (consumed < offered.size()
                        && cursor == offered.get(consumed).records()) {
                    consumed++;
                    cursor = 0;
                }
                if (consumed == offered.size() || isFull(limits)) {
                    return;
                }
                RawRecord record = offered.get(consumed).batch().records().get(cursor);
                current = new Decoded(new RecordFate(record), parser.parse(record));
                cursor++;
                admit(current.parsed());
            }
            while (current.hasNext() && fits(current.peek(), limits)) {
                LogEvent event = current.peek();
                current.advance();
                events.add(event);
                fates.add(current.fate());
                eventBytes += event.sizeInBytes();
            }
            if (current.hasNext()) {
                carriedOut = current;
                return;
            }
            closing.add(current.fate());
            current = null;
        }
    }

    private void admit(ParsedRecord parsed) {
        for (RejectedRecord rejection : parsed.rejected()) {
            rejections.add(rejection);
            rejectedBytes += rejection.length();
        }
        rejectedParts += parsed.rejectedEvents();
        pendingMade += parsed.events().size() + parsed.rejectedEvents();
        filteredMade += parsed.filteredEvents();
        parsed.filtered().forEach(name -> filtered.add(name, 1));
        parsed.counted().forEach(name -> noted.add(name, 1));
    }

    private boolean fits(LogEvent event, Limits limits) {
        return events.isEmpty()
                || events.size() < limits.maxEvents() && eventBytes + event.sizeInBytes() <= limits.maxBytes();
    }

    private boolean isFull(Limits limits) {
        return events.size() >= limits.maxEvents()
                || eventBytes >= limits.maxBytes()
                || rejections.size() >= limits.maxEvents()
                || rejectedBytes >= limits.maxBytes();
    }

    /** What to give to the sink now: all events, or those that are left. */
    WriteBatch batch() {
        boolean inside = carriedOut != null || cursor > 0;
        int last = inside ? consumed : consumed - 1;
        return new WriteBatch(offered.get(0).start(), offered.get(last).batch().end(), !inside, events);
    }

    /**
     * Takes over what the sink said: refused events become rejections, unsent ones stay, all others are delivered.
     *
     * @return how many are delivered
     * @throws PipelineException if the sink names events that it was not given
     */
    int take(WriteResult result) {
        if (result.refused().isEmpty() && result.unsent().isEmpty()) {
            int delivered = events.size();
            fates.forEach(RecordFate::delivered);
            events = new ArrayList<>(0);
            fates = new ArrayList<>(0);
            eventBytes = 0;
            return delivered;
        }
        return takePart(result);
    }

    private int takePart(WriteResult result) {
        IdentityHashMap<LogEvent, List<String>> refusals = new IdentityHashMap<>();
        result.refused().forEach(refusal -> refusals.computeIfAbsent(refusal.event(), e -> new ArrayList<>(1))
                .add(refusal.reason()));
        IdentityHashMap<LogEvent, Integer> unsent = new IdentityHashMap<>();
        result.unsent().forEach(event -> unsent.merge(event, 1, Integer::sum));
        List<LogEvent> leftEvents = new ArrayList<>();
        List<RecordFate> leftFates = new ArrayList<>();
        int refused = 0;
        eventBytes = 0;
        for (int i = 0; i < events.size(); i++) {
            LogEvent event = events.get(i);
            RecordFate fate = fates.get(i);
            @Nullable List<String> reasons = refusals.get(event);
            if (reasons != null && !reasons.isEmpty()) {
                refused++;
                refuse(event, fate, reasons.remove(0));
            } else if (unsent.getOrDefault(event, 0) > 0) {
                unsent.merge(event, -1, Integer::sum);
                leftEvents.add(event);
                leftFates.add(fate);
                eventBytes += event.sizeInBytes();
            } else {
                fate.delivered();
            }
        }
        int given = events.size();
        if (refused != result.refused().size()
                || leftEvents.size() != result.unsent().size()) {
            throw new PipelineException("the sink named " + result.refused().size() + " refused and "
                    + result.unsent().size() + " unsent events of partition '" + partition()
                    + "', but not all of them are"
                    + " of the " + given
                    + " events it was given: a bug in the sink; nothing of this write was committed");
        }
        events = leftEvents;
        fates = leftFates;
        return given - refused - leftEvents.size();
    }

    private void refuse(LogEvent event, RecordFate fate, String reason) {
        fate.rejected();
        rejectedParts++;
        rejections.add(RejectedRecord.part(
                fate.record(),
                event.index(),
                Stage.WRITE,
                reason,
                event.record().copyBytes()));
    }

    /** Gives the rejections out, after they were handed over. */
    List<RejectedRecord> handedOver() {
        List<RejectedRecord> done = rejections;
        rejections = new ArrayList<>(0);
        return done;
    }

    /** Gives the number of rejected parts that were not counted yet, once. */
    int takeRejectedParts() {
        int parts = rejectedParts;
        rejectedParts = 0;
        return parts;
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

    boolean isFilled() {
        return filled;
    }

    List<LogEvent> events() {
        return events;
    }

    List<RejectedRecord> rejections() {
        return rejections;
    }

    List<RecordFate> closing() {
        return closing;
    }

    /** The batches whose last record is in this write. */
    List<QueuedBatch> finished() {
        return offered.subList(0, consumed);
    }

    int cursor() {
        return cursor;
    }

    @Nullable Decoded carriedOut() {
        return carriedOut;
    }

    long pendingMade() {
        return pendingMade;
    }

    long filteredMade() {
        return filteredMade;
    }

    NameCounts filtered() {
        return filtered;
    }

    NameCounts noted() {
        return noted;
    }

    /** How many parts of it are still in flight. */
    long partsLeft() {
        return (long) events.size() + rejectedParts;
    }

    long eventBytes() {
        return eventBytes;
    }

    int attempts() {
        return attempts;
    }

    long dueAt() {
        return dueAt;
    }
}
