package io.crosslog;

import io.crosslog.model.LogEvent;
import io.crosslog.model.RawRecord;
import io.crosslog.model.RejectedRecord;
import io.crosslog.parse.BranchOutput;
import io.crosslog.parse.RecordParser;
import io.crosslog.spi.Limits;
import java.util.ArrayList;
import java.util.List;

/**
 * The decoding of batches of one partition that wait, into what its branches are to write next. Confined to the thread that
 * decodes; it is handed to it and taken back under the lock of {@code LaneTable}.
 */
final class Decoding implements Task, BranchOutput {

    private final String partition;
    private final long generation;
    private final List<HeldBatch> offered;
    private final List<Load> loads;
    private final List<RecordFate> fates = new ArrayList<>();
    private final NameCounts filtered = new NameCounts();
    private final NameCounts noted = new NameCounts();
    private int consumed;
    private int cursor;
    private RecordFate current;

    /** A decoding that begins at record {@code cursor} of the first batch and fills a load for each branch. */
    Decoding(String partition, long generation, List<HeldBatch> offered, int cursor, List<Load> loads) {
        this.partition = partition;
        this.generation = generation;
        this.offered = offered;
        this.cursor = cursor;
        this.loads = loads;
        HeldBatch first = offered.get(0);
        this.current = new RecordFate(first.batch().records().get(cursor), first);
    }

    /** Decodes waiting records, until one branch has as much as its sink takes in one write. */
    void run(RecordParser parser, List<Limits> limits) {
        while (hasNext() && !isFull(limits)) {
            HeldBatch batch = offered.get(consumed);
            RawRecord record = batch.batch().records().get(cursor);
            current = new RecordFate(record, batch);
            fates.add(current);
            parser.parse(record, this);
            cursor++;
        }
    }

    private boolean hasNext() {
        while (consumed < offered.size() && cursor == offered.get(consumed).records()) {
            consumed++;
            cursor = 0;
        }
        return consumed < offered.size();
    }

    private boolean isFull(List<Limits> limits) {
        for (int i = 0; i < loads.size(); i++) {
            if (loads.get(i).isFull(limits.get(i))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void event(int branch, LogEvent event) {
        loads.get(branch).add(new Part.Event(event, current));
    }

    @Override
    public void rejected(int branch, RejectedRecord rejected, boolean part) {
        loads.get(branch).add(new Part.Rejection(rejected, current, part));
    }

    @Override
    public void filtered(int branch, String reason, boolean part) {
        filtered.add(reason, 1);
        if (part) {
            loads.get(branch).filtered();
        }
    }

    @Override
    public void counted(String name) {
        noted.add(name, 1);
    }

    String partition() {
        return partition;
    }

    long generation() {
        return generation;
    }

    /** The batches whose last record was decoded. */
    List<HeldBatch> finished() {
        return offered.subList(0, consumed);
    }

    /** How many records were decoded of the batch after those. */
    int cursor() {
        return cursor;
    }

    List<RecordFate> fates() {
        return fates;
    }

    /** What was made for the branches, by index. */
    List<Load> loads() {
        return loads;
    }

    NameCounts filtered() {
        return filtered;
    }

    NameCounts noted() {
        return noted;
    }
}
