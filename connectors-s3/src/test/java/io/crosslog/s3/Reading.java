package io.crosslog.s3;

import io.crosslog.model.Position;
import io.crosslog.model.RawRecord;
import io.crosslog.model.RecordBatch;
import io.crosslog.spi.SourceReader;
import io.crosslog.testkit.FakeContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Stands where the engine does: a reader of a store, opened again and again from what was saved. Confined to one thread.
 */
final class Reading {

    private final Map<String, Position> saved = new TreeMap<>();
    private final List<String> texts = new ArrayList<>();
    private final List<RawRecord> records = new ArrayList<>();
    private final ObjectStore store;
    private final S3Settings settings;
    private FakeContext context = FakeContext.create();

    Reading(ObjectStore store, S3Source.Builder source) {
        this.store = store;
        this.settings = source.draft.settings("test", new Problems());
    }

    /** A builder for a store that is not asked over a network. */
    static S3Source.Builder source() {
        return S3Source.builder()
                .region("us-east-1")
                .bucket("bucket")
                .anonymous()
                .pollInterval(Duration.ofMillis(20));
    }

    /** All texts that were handed out, in order. */
    List<String> texts() {
        return texts;
    }

    List<RawRecord> records() {
        return records;
    }

    Map<String, Position> saved() {
        return saved;
    }

    FakeContext context() {
        return context;
    }

    SourceReader open() throws Exception {
        context = FakeContext.create();
        // As text, so that nothing but the token is carried over.
        saved.values().forEach(p -> context.saved(Position.of(p.partition(), p.token())));
        return new S3Source(settings, ignored -> store).open(context);
    }

    /** Reads until a pass that began now has ended and all of it is handed out, saving every position. */
    void pass() throws Exception {
        run(Integer.MAX_VALUE);
    }

    /**
     * Reads at most so many batches with records, of which the last is not saved, as if the process was killed before.
     *
     * @return whether all was read before that
     */
    boolean run(int batches) throws Exception {
        S3Settings once = settings;
        context = FakeContext.create();
        saved.values().forEach(p -> context.saved(Position.of(p.partition(), p.token())));
        S3Source source = new S3Source(onePass(once), ignored -> store);
        int left = batches;
        try (SourceReader reader = source.open(context)) {
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (!reader.isExhausted()) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("not read in 30 seconds; so far " + texts);
                }
                Optional<RecordBatch> batch = reader.poll(Duration.ofMillis(100));
                if (batch.isPresent() && !take(batch.get(), left)) {
                    return false;
                }
                left -= batch.isPresent() && !batch.get().records().isEmpty() ? 1 : 0;
            }
        }
        return true;
    }

    private boolean take(RecordBatch batch, int left) {
        if (!batch.records().isEmpty() && left == 0) {
            return false;
        }
        keep(batch);
        return true;
    }

    /** Takes a batch over: its records, and its position. */
    void keep(RecordBatch batch) {
        for (RawRecord record : batch.records()) {
            records.add(record);
            texts.add(new String(
                    Arrays.copyOfRange(record.array(), record.offset(), record.offset() + record.length()),
                    StandardCharsets.UTF_8));
        }
        saved.put(batch.partition(), batch.end());
    }

    private static S3Settings onePass(S3Settings s) {
        return new S3Settings(
                s.name(),
                s.scheme(),
                s.bucket(),
                s.prefix(),
                s.startAfter(),
                s.connection(),
                s.filter(),
                s.start(),
                s.lateness(),
                s.pollInterval(),
                true,
                s.othersNanos(),
                s.parallelObjects(),
                s.mostRemembered(),
                s.attributes(),
                s.keyAttribute(),
                s.plan());
    }
}
