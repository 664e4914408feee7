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
    private final byte[] array;
    private final int offset;
    private final int length;

    private RejectedRecord(
            RawRecord record, int index, Stage stage, String reason, byte[] array, int offset, int length) {
        this.origin = record.origin();
        this.arrival = record.arrival();
        this.index = index;
        this.stage = Objects.requireNonNull(stage, "stage");
        this.reason = Objects.requireNonNull(reason, "reason");
        this.array = array;
        this.offset = offset;
        this.length = length;
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
        byte[] bytes = record.copyBytes();
        return new RejectedRecord(record, WHOLE, stage, reason, bytes, 0, bytes.length);
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
        return new RejectedRecord(record, index, stage, reason, bytes.clone(), 0, bytes.length);
    }

    /**
     * An event that a decoder made of a record, or a normalizer of that.
     *
     * @param record the record
     * @param event the event, with the record or part of a record that it was made of
     * @param stage where it was given up on
     * @param reason why, without payload text
     * @return the rejection with the bytes of the event's record, not copied: all events of one part share them
     */
    public static RejectedRecord event(RawRecord record, LogEvent event, Stage stage, String reason) {
        RawRecord of = event.record();
        return new RejectedRecord(record, event.index(), stage, reason, of.array(), of.offset(), of.length());
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
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** {@return number of raw bytes} */
    public int length() {
        return length;
    }

    @Override
    public String toString() {
        return origin + (index == WHOLE ? "" : " part " + index) + " rejected at " + stage + ": " + reason;
    }
}
