package io.crosslog.model;

import java.util.List;
import java.util.Objects;

/**
 * Records of one partition, in order, and the position just after the last of them (rule R1).
 *
 * <p>Without records it only moves the position. Immutable and thread-safe.
 */
public final class RecordBatch {

    /** What a record takes beside its bytes: its object, arrays' headers, origin and time. */
    private static final int RECORD_OVERHEAD = 200;

    private final Position end;
    private final List<RawRecord> records;
    private final long sizeInBytes;
    private final long footprint;

    private RecordBatch(Position end, List<RawRecord> records) {
        this.end = Objects.requireNonNull(end, "end");
        this.records = List.copyOf(records);
        long size = 0;
        long keys = 0;
        for (RawRecord record : this.records) {
            size += record.length();
            keys += record.keyLength();
        }
        this.sizeInBytes = size;
        this.footprint = size + keys + (long) RECORD_OVERHEAD * this.records.size();
    }

    /**
     * A batch.
     *
     * @param end where to resume once all of {@code records} are durable
     * @param records the records in order, maybe none
     * @return the batch
     */
    public static RecordBatch of(Position end, List<RawRecord> records) {
        return new RecordBatch(end, records);
    }

    /** {@return the partition that all records are of} */
    public String partition() {
        return end.partition();
    }

    /** {@return where to resume once all records are durable} */
    public Position end() {
        return end;
    }

    /** {@return the records in order; immutable} */
    public List<RawRecord> records() {
        return records;
    }

    /** {@return the records' bytes, added up} */
    public long sizeInBytes() {
        return sizeInBytes;
    }

    /**
     * About how many bytes of memory the batch takes, which is what counts against the memory budget (rule R8).
     *
     * @return its records' bytes and keys, and 200 bytes more for each record
     */
    public long footprint() {
        return footprint;
    }

    @Override
    public String toString() {
        return records.size() + " records (" + sizeInBytes + " bytes) up to " + end;
    }
}
