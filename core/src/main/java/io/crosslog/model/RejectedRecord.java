package io.crosslog.model;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * A record, or one part of it, that was given up on: its raw bytes, where it came from, at which stage and why.
 *
 * <p>Its text form shows everything but the bytes, which may hold anything. Immutable and thread-safe.
 */
public final class RejectedRecord {

    /** The index of a rejection that concerns the whole record. */
    public static final int WHOLE = -1;

    private final Origin origin;
    private final Instant arrival;
    private final int index;
    private final Stage stage;
    private final String reason;
    private final byte[] bytes;

    private RejectedRecord(RawRecord record, int index, Stage stage, String reason, byte[] bytes) {
        this.origin = record.origin();
        this.arrival = record.arrival();
        this.index = index;
        this.stage = Objects.requireNonNull(stage, "stage");
        this.reason = Objects.requireNonNull(reason, "reason");
        this.bytes = bytes;
    }

    /**
     * A record rejected whole.
     *
     * @param record the record
     * @param stage where it was given up on
     * @param reason why, without payload text
     * @return the rejection, with a copy of the record's bytes
     */
    public static RejectedRecord whole(RawRecord record, Stage stage, String reason) {
        return new RejectedRecord(record, WHOLE, stage, reason, record.copyBytes());
    }

    /**
     * One part of a record, whose siblings went on.
     *
     * @param record the record
     * @param index which part, from 0
     * @param stage where it was given up on
     * @param reason why, without payload text
     * @param bytes the part's own bytes, copied
     * @return the rejection
     */
    public static RejectedRecord part(RawRecord record, int index, Stage stage, String reason, byte[] bytes) {
        return new RejectedRecord(record, index, stage, reason, bytes.clone());
    }

    /** {@return where the record came from} */
    public Origin origin() {
        return origin;
    }

    /** {@return when the transport got the record} */
    public Instant arrival() {
        return arrival;
    }

    /** {@return which part of the record, from 0, or {@link #WHOLE}} */
    public int index() {
        return index;
    }

    /** {@return where it was given up on} */
    public Stage stage() {
        return stage;
    }

    /** {@return why} */
    public String reason() {
        return reason;
    }

    /** {@return a copy of the raw bytes of the record or part} */
    public byte[] bytes() {
        return Arrays.copyOf(bytes, bytes.length);
    }

    /** {@return number of raw bytes} */
    public int length() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return origin + (index == WHOLE ? "" : " part " + index) + " rejected at " + stage + ": " + reason;
    }
}
