package io.crosslog.s3;

import io.crosslog.model.Origin;
import io.crosslog.model.Position;
import io.crosslog.model.RawRecord;
import io.crosslog.model.RecordBatch;
import io.crosslog.spi.SourceContext;
import io.crosslog.spi.SourceEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Reads the object that a lane is in the middle of, from the first record that is not done, and puts its records into the
 * buffer in batches. Safe for concurrent calls, for different lanes.
 */
final class ObjectReading {

    private static final int MOST_RECORDS = 1_000;

    private final S3Settings settings;
    private final ObjectStore store;
    private final BatchBuffer buffer;
    private final SourceContext context;
    private final Counts counts;
    private final long mostBytes;

    /**
     * Reads objects.
     *
     * @param mostBytes how large a batch may be before it is handed on
     */
    ObjectReading(
            S3Settings settings,
            ObjectStore store,
            BatchBuffer buffer,
            SourceContext context,
            Counts counts,
            long mostBytes) {
        this.settings = settings;
        this.store = store;
        this.buffer = buffer;
        this.context = context;
        this.counts = counts;
        this.mostBytes = mostBytes;
    }

    /**
     * Reads an object to its end.
     *
     * @throws IOException if it may work later; what was read until then is in the buffer
     */
    void read(Lane lane, ListedObject object) throws IOException, InterruptedException {
        Draft draft = new Draft(lane, object);
        long done = lane.recordsDone(settings.plan().numbering());
        boolean counted = lane.isMissed(object);
        boolean forGood = true;
        try {
            if (!settings.reads(object)) {
                leaveOut(draft, done);
            } else {
                if (object.size() > 0) {
                    copy(object, draft, done);
                }
                if (!draft.refused) {
                    counts.add(Counts.Kind.READ);
                }
            }
        } catch (ObjectLostException e) {
            forGood = tell(e, draft, done);
        } catch (IOException e) {
            draft.flush();
            counts.bytes(-draft.told);
            throw e;
        }
        if (!draft.refused) {
            draft.end(forGood);
            if (!counted) {
                counts.object();
            }
            counts.bytes((counted ? 0 : object.size()) - draft.told);
        }
    }

    /** Ends an object that was begun before the source was told to leave it out. */
    private static void leaveOut(Draft draft, long done) {
        if (done > 0) {
            draft.damaged(
                    done,
                    "the source's filter leaves the object out now; the " + done + " records before were delivered");
        }
    }

    private void copy(ListedObject object, Draft draft, long done) throws IOException, InterruptedException {
        StoreObject bytes = new StoreObject(store, object, settings.shown(object), counts);
        try (RecordStream stream = RecordStream.open(bytes, settings.plan(), done)) {
            draft.bytesRead = stream::bytesRead;
            Optional<CutRecord> record = stream.next();
            while (record.isPresent() && !draft.refused) {
                draft.add(record.get());
                record = stream.next();
            }
        }
    }

    /**
     * Rejects an object that cannot be read any more, or tells of it as lost: see docs/cos-objects.md. Returns whether it is
     * done with; else later passes try it again.
     */
    private boolean tell(ObjectLostException e, Draft draft, long done) {
        long read = done + draft.added;
        boolean archived = e instanceof ObjectArchivedException;
        boolean gone = e instanceof ObjectGoneException;
        counts.add(archived ? Counts.Kind.ARCHIVED : gone ? Counts.Kind.GONE : Counts.Kind.CHANGED);
        boolean before = !archived && draft.lane.missed(draft.object);
        if (archived || read > 0) {
            String after = read == 0 ? "" : "; the " + read + " records before were delivered";
            draft.damaged(read, e.getMessage() + after);
            return !gone;
        }
        boolean tooMany = draft.lane.isOneTooMany(draft.object);
        if (gone || before || tooMany) {
            // What is still listed in a state that it is not in may be a listing behind the store, or a store whose
            // listings have other ETags than its objects, of which nothing would ever be read.
            String still = gone || !before ? "" : "; it is still listed in a state in which the store does not give it";
            String enough = tooMany
                    ? "; it is not tried again in this state, as " + LaneProgress.MOST_MISSED + " others of "
                            + draft.lane.name() + " are"
                    : "";
            if (draft.lane.isNews(draft.object)) {
                context.report(new SourceEvent.PossibleLoss(
                        draft.lane.name(), OptionalLong.empty(), e.getMessage() + still + enough));
            }
        }
        return !gone && before;
    }

    /** The batch that is being filled. */
    private final class Draft {

        private final Lane lane;
        private final ListedObject object;
        private final Origin.Prefix origin;
        private final Map<String, String> attributes;
        private final Instant arrival;
        private List<CutRecord> records = new ArrayList<>();
        private long bytes;
        private long added;
        private boolean refused;
        private LongSupplier bytesRead = () -> 0;
        private long told;

        Draft(Lane lane, ListedObject object) {
            this.lane = lane;
            this.object = object;
            this.origin = Origin.prefix(settings.name(), settings.nameOf(object) + "#");
            this.arrival = Instant.ofEpochMilli(object.modified());
            Map<String, String> all = new HashMap<>(settings.attributes());
            all.put(settings.keyAttribute(), object.key());
            this.attributes = Map.copyOf(all);
        }

        /** Adds a record. The last one, damage maybe, is handed out with the object's end: never is it passed, and the end not. */
        void add(CutRecord record) throws InterruptedException {
            if (records.size() >= MOST_RECORDS || bytes >= mostBytes) {
                flush();
            }
            put(record);
        }

        /** Rejects what is left, with the key in its place. */
        void damaged(long number, String reason) {
            byte[] content = object.key().getBytes(StandardCharsets.UTF_8);
            put(new CutRecord(number, content, 0, content.length, reason));
        }

        private void put(CutRecord record) {
            records.add(record);
            bytes += record.length();
            added++;
        }

        void flush() throws InterruptedException {
            if (!records.isEmpty()) {
                hand(lane.advance(records.size()));
            }
        }

        void end(boolean forGood) throws InterruptedException {
            hand(lane.finish(forGood));
        }

        private void hand(Position end) throws InterruptedException {
            List<RawRecord> raw = new ArrayList<>(records.size());
            for (CutRecord record : Compaction.of(records)) {
                RawRecord.Builder builder = RawRecord.builder(origin.at(record.number()), arrival)
                        .bytes(record.bytes(), record.offset(), record.length())
                        .attributes(attributes);
                String damage = record.damage();
                raw.add(damage == null ? builder.build() : builder.damaged(damage));
            }
            refused = !buffer.put(lane, RecordBatch.of(end, raw));
            records = new ArrayList<>();
            bytes = 0;
            long at = bytesRead.getAsLong();
            counts.bytes(at - told);
            told = at;
        }
    }
}
