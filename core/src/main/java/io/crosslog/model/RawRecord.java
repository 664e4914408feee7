package io.crosslog.model;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One record as a source read it: a slice of bytes that nobody has looked into, and where it came from.
 *
 * <p>The bytes are not copied: whoever makes a record leaves the array alone afterwards, and whoever reads it must not
 * write to it. Immutable and thread-safe under that promise.
 */
public final class RawRecord {

    private static final byte[] NO_BYTES = {};

    private final Origin origin;
    private final byte[] array;
    private final int offset;
    private final int length;
    private final Instant arrival;
    private final byte @Nullable [] key;
    private final Map<String, String> attributes;
    private final Kind kind;
    private final @Nullable String reason;

    /** What this is a part or a masked form of; null if it is a record as it was read. */
    private final @Nullable RawRecord whole;

    private final @Nullable Masked masked;

    /** Zero until it was computed; threads that do so at once come to the same. */
    private int checksum;

    private RawRecord(Builder b, Kind kind, @Nullable String reason) {
        this.origin = b.origin;
        this.array = b.array;
        this.offset = b.offset;
        this.length = b.length;
        this.arrival = b.arrival;
        this.key = b.key;
        this.attributes = b.attributes;
        this.kind = kind;
        this.reason = reason;
        this.whole = null;
        this.masked = null;
    }

    private RawRecord(RawRecord whole, byte[] array, int offset, int length, @Nullable Masked masked) {
        this.origin = whole.origin;
        this.array = array;
        this.offset = offset;
        this.length = length;
        this.arrival = whole.arrival;
        this.key = whole.key;
        this.attributes = whole.attributes;
        this.kind = whole.kind;
        this.reason = whole.reason;
        this.whole = whole;
        this.masked = masked;
    }

    /**
     * A whole record.
     *
     * @param origin where it came from
     * @param bytes its bytes, not copied
     * @param arrival when the transport got it
     * @return the record
     */
    public static RawRecord of(Origin origin, byte[] bytes, Instant arrival) {
        return builder(origin, arrival).bytes(bytes).build();
    }

    /**
     * Starts a record.
     *
     * @param origin where it came from
     * @param arrival when the transport got it: the same at each reading, if the transport keeps such a time
     * @return a builder with no bytes, no key and no attributes
     */
    public static Builder builder(Origin origin, Instant arrival) {
        return new Builder(origin, arrival);
    }

    /** {@return where the record came from} */
    public Origin origin() {
        return origin;
    }

    /** {@return the array that holds the bytes; read only, from {@link #offset()}, {@link #length()} bytes} */
    public byte[] array() {
        return masked == null ? array : masked.bytes();
    }

    /** {@return index of the first byte in {@link #array()}} */
    public int offset() {
        return offset;
    }

    /** {@return number of bytes} */
    public int length() {
        return masked == null ? length : masked.bytes().length;
    }

    /** {@return a copy of the bytes} */
    public byte[] copyBytes() {
        return Arrays.copyOfRange(array(), offset, offset + length());
    }

    /** {@return when the transport got the record} */
    public Instant arrival() {
        return arrival;
    }

    int keyLength() {
        return key == null ? 0 : key.length;
    }

    /** {@return the transport's key, read only, if it has one} */
    public Optional<byte[]> key() {
        return Optional.ofNullable(key);
    }

    /** {@return what the source and its owner say of all records of a batch, such as region, topic or a label; read only} */
    public Map<String, String> attributes() {
        return attributes;
    }

    /** {@return why the source could not read the record whole; its bytes are then only its head} */
    public Optional<String> damage() {
        return kind == Kind.DAMAGED ? Optional.ofNullable(reason) : Optional.empty();
    }

    /** {@return the name under which a record that carries nothing, such as a Kafka tombstone, is filtered} */
    public Optional<String> emptiness() {
        return kind == Kind.EMPTY ? Optional.ofNullable(reason) : Optional.empty();
    }

    /**
     * The same record with bytes that hold no secrets: what is made of it is made of them. They are made when somebody asks
     * for them for the first time.
     *
     * @param masking makes them of the bytes, which it does not change
     * @return a record with this one's origin, arrival, key, attributes and checksum
     */
    public RawRecord masked(UnaryOperator<byte[]> masking) {
        return new RawRecord(this, NO_BYTES, 0, 0, new Masked(this, Objects.requireNonNull(masking, "masking")));
    }

    /**
     * One part of this record, for a decoder that makes several events of it: what becomes of one event, such as a rejection
     * with its raw bytes, then costs the part and not the record.
     *
     * @param bytes array that holds the part as the decoder read it, decompressed or converted if need was; not copied
     * @param from index of the first byte
     * @param count number of bytes
     * @return a record with this one's origin, arrival, key, attributes and checksum, so that ids tell of the whole record
     */
    public RawRecord part(byte[] bytes, int from, int count) {
        Objects.checkFromIndexSize(from, count, bytes.length);
        return new RawRecord(this, bytes, from, count, null);
    }

    /**
     * Whether this and the other are one record, or one part of a record, masked or not.
     *
     * @param other the other
     * @return whether they were made of the same one by nothing but {@link #masked}
     */
    public boolean isFormOf(RawRecord other) {
        return unmasked() == other.unmasked();
    }

    private RawRecord unmasked() {
        RawRecord record = this;
        while (record.masked != null) {
            record = record.masked.read;
        }
        return record;
    }

    /** {@return CRC-32C of the bytes of the whole record as they were read, computed once} */
    public int checksum() {
        if (whole != null) {
            return whole.checksum();
        }
        int known = checksum;
        if (known == 0) {
            CRC32C crc = new CRC32C();
            crc.update(array, offset, length);
            known = (int) crc.getValue();
            checksum = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return origin + " (" + length() + " bytes" + (reason == null ? "" : ", " + reason) + ")";
    }

    /** Bytes to be masked. Two threads that ask at once may both make them; they make the same. */
    private static final class Masked {

        private final RawRecord read;
        private final UnaryOperator<byte[]> masking;
        private volatile byte @Nullable [] bytes;

        Masked(RawRecord read, UnaryOperator<byte[]> masking) {
            this.read = read;
            this.masking = masking;
        }

        byte[] bytes() {
            byte[] made = bytes;
            if (made == null) {
                made = masking.apply(read.copyBytes());
                bytes = made;
            }
            return made;
        }
    }

    private enum Kind {
        WHOLE,
        DAMAGED,
        EMPTY
    }

    /** Builds a {@link RawRecord}. Confined to one thread. */
    public static final class Builder {

        private final Origin origin;
        private final Instant arrival;
        private byte[] array = NO_BYTES;
        private int offset;
        private int length;
        private byte @Nullable [] key;
        private Map<String, String> attributes = Map.of();

        private Builder(Origin origin, Instant arrival) {
            this.origin = Objects.requireNonNull(origin, "origin");
            this.arrival = Objects.requireNonNull(arrival, "arrival");
        }

        /**
         * Sets the bytes, without a copy.
         *
         * @param bytes all of them are the record's
         * @return this
         */
        public Builder bytes(byte[] bytes) {
            return bytes(bytes, 0, bytes.length);
        }

        /**
         * Sets the bytes to a slice, without a copy.
         *
         * @param bytes the array
         * @param from index of the first byte
         * @param count number of bytes
         * @return this
         */
        public Builder bytes(byte[] bytes, int from, int count) {
            Objects.checkFromIndexSize(from, count, bytes.length);
            array = bytes;
            offset = from;
            length = count;
            return this;
        }

        /**
         * Sets the transport's key.
         *
         * @param value the key, not copied, or null for none
         * @return this
         */
        public Builder key(byte @Nullable [] value) {
            key = value;
            return this;
        }

        /**
         * Sets what is known of the whole batch; share one map among its records.
         *
         * @param value an immutable map; copied if it is not
         * @return this
         */
        public Builder attributes(Map<String, String> value) {
            attributes = Map.copyOf(value);
            return this;
        }

        /** {@return the record, whole} */
        public RawRecord build() {
            return new RawRecord(this, Kind.WHOLE, null);
        }

        /**
         * The record as one that could not be read whole; it is rejected with the bytes given here.
         *
         * @param reason what is wrong and where
         * @return the damaged record
         */
        public RawRecord damaged(String reason) {
            return new RawRecord(this, Kind.DAMAGED, Objects.requireNonNull(reason, "reason"));
        }

        /**
         * The record as one that carries nothing to decode; it is counted as filtered.
         *
         * @param name the name to count it under, such as {@code tombstone}
         * @return the empty record
         */
        public RawRecord empty(String name) {
            return new RawRecord(this, Kind.EMPTY, Objects.requireNonNull(name, "name"));
        }
    }
}
