package io.crosslog.azure;

import io.crosslog.decode.JsonNames;
import io.crosslog.decode.Utf8;
import io.crosslog.model.RawRecord;
import io.crosslog.spi.DecodeException;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.Output;

/**
 * Decodes what Azure's services, and the functions and jobs in between, put into an event hub.
 *
 * <ul>
 *   <li>Envelopes in any nesting: {@code {"records":[…]}} (its name in any case), a list, one object, one object a line,
 *       a list of envelopes, any of these in a string or in a Node.js buffer. Members beside the list of records reach
 *       each event in {@code azure_envelope}. An object that has {@code category}, {@code resourceId} or
 *       {@code operationName} is a record, whatever else it holds.
 *   <li>Each record is one event. The names of Azure's common schema come out in their usual case ({@code resourceId} for
 *       {@code ResourceID}), unless a record has both spellings. {@code properties} and {@code identity} that are JSON in a
 *       string are opened; text that is none stays text.
 *   <li>The event time is looked for under all names that services use ({@code time}, {@code timeStamp},
 *       {@code TimeGenerated}, {@code properties.createdDateTime} …), in ISO 8601, in the American form and as a number. One
 *       without an offset is UTC. A time that cannot be read is counted as {@code time-unreadable}.
 *   <li>A payload that is gzip by its first bytes is opened.
 *   <li>An event is made of its own bytes, a {@linkplain RawRecord#part part} of the record: without the envelope, and
 *       opened where they were gzip, a string or a buffer.
 * </ul>
 *
 * <p>What is no JSON is looked at again with more tolerance, and only then: single quotes, raw line breaks in strings, bad
 * escapes, JSON in quotes that nobody escaped, words without quotes, commas and brackets too many. What was mended is
 * counted as {@code repaired:…} and marked in the event's field {@code crosslog_repaired}. Nothing is guessed: where two
 * readings are possible, the part is rejected with its own bytes. Each sibling stands on its own; if no part of a record
 * can be read, all of it is rejected. Empty envelopes and page markers are filtered by name.
 *
 * <p>Defaults: UTF-8, at most 64 levels deep, 10,000 fields in an event, 100,000 events in a record, 64 MiB of opened
 * gzip. Immutable and thread-safe; takes time linear in the size of a record, whatever is in it.
 *
 * <p>Format: the common schema of Azure resource logs, and what services were seen to send instead.
 */
public final class AzureDecoder implements Decoder {

    private final DecodeLimits limits;
    private final JsonNames names = new JsonNames();

    private AzureDecoder(Builder b) {
        limits = new DecodeLimits(b.maxDepth, b.maxFields, b.maxEvents, b.maxBytes);
    }

    /** {@return a decoder with the defaults} */
    public static AzureDecoder create() {
        return builder().build();
    }

    /** {@return a builder that holds the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public void decode(RawRecord record, Output out) throws DecodeException {
        RawRecord payload = PayloadGzip.isGzip(record) ? PayloadGzip.open(record, limits.maxBytes()) : record;
        new Envelope(payload, Utf8.of(payload, out), limits, names, out).read();
    }

    /** Builds an {@link AzureDecoder}. Confined to one thread. */
    public static final class Builder {

        private int maxDepth = 64;
        private int maxFields = 10_000;
        private int maxEvents = 100_000;
        private int maxBytes = 64 << 20;

        private Builder() {}

        /**
         * Bounds how many objects and arrays of one event may be open at once. The default is 64.
         *
         * @param value from 1 to 500
         * @return this
         */
        public Builder maxDepth(int value) {
            maxDepth = checked("maxDepth", value, 500);
            return this;
        }

        /**
         * Bounds the fields of one event. The default is 10,000.
         *
         * @param value from 1 to 1,000,000
         * @return this
         */
        public Builder maxFields(int value) {
            maxFields = checked("maxFields", value, 1_000_000);
            return this;
        }

        /**
         * Bounds the events of one record, rejected and filtered parts included. The default is 100,000.
         *
         * @param value from 1 to 10,000,000
         * @return this
         */
        public Builder maxEvents(int value) {
            maxEvents = checked("maxEvents", value, 10_000_000);
            return this;
        }

        /**
         * Bounds what a payload that is gzip may open to. The default is 67,108,864 bytes (64 MiB).
         *
         * @param value bytes, from 1 to 1,073,741,824
         * @return this
         */
        public Builder maxBytes(int value) {
            maxBytes = checked("maxBytes", value, 1 << 30);
            return this;
        }

        /** {@return the decoder} */
        public AzureDecoder build() {
            return new AzureDecoder(this);
        }

        private static int checked(String name, int value, int max) {
            if (value < 1 || value > max) {
                throw new IllegalArgumentException(name + " was " + value + " but must be from 1 to " + max);
            }
            return value;
        }
    }
}
