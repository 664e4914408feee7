package io.crosslog.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One log event: fields in order, an event time if one is known, and the record that it was made of.
 *
 * <p>Fields are kept as slices of bytes: a decoder's event points into the raw record, and neither a tree nor strings are
 * built until somebody asks for a value. Names are unique within an event. All bytes are valid UTF-8.
 *
 * <p>Immutable and thread-safe.
 */
public final class LogEvent {

    private final RawRecord record;
    private final int index;
    private final int subIndex;
    private final @Nullable Instant time;
    private final Fields fields;

    private LogEvent(RawRecord record, int index, int subIndex, @Nullable Instant time, Fields fields) {
        this.record = record;
        this.index = index;
        this.subIndex = subIndex;
        this.time = time;
        this.fields = fields;
    }

    /**
     * Starts an event made of a record.
     *
     * @param record the record that the decoder was given, or that {@linkplain RawRecord#part part} of it which the event is
     * @return a builder without fields and without an event time
     */
    public static Builder builder(RawRecord record) {
        return new Builder(record, 0, 0, null);
    }

    /**
     * Starts an event made of another one, as a normalizer does: same record, same index, same event time, no fields.
     *
     * @param event the event that the normalizer was given
     * @return a builder without fields
     */
    public static Builder builder(LogEvent event) {
        return new Builder(event.record, event.index, event.subIndex, event.time);
    }

    /** {@return the record that the event was made of, or its part, if the decoder made several events of one record} */
    public RawRecord record() {
        return record;
    }

    /** {@return where the event came from} */
    public Origin origin() {
        return record.origin();
    }

    /** {@return when the transport got the record} */
    public Instant arrival() {
        return record.arrival();
    }

    /** {@return when what the event tells of happened, if that is known} */
    public Optional<Instant> time() {
        return Optional.ofNullable(time);
    }

    /** {@return what the source and its owner say of the batch, such as region, topic or a label} */
    public Map<String, String> attributes() {
        return record.attributes();
    }

    /** {@return which part of the record the event was made of, from 0} */
    public int index() {
        return index;
    }

    /** {@return which of the events that a normalizer made of that part this is, from 0} */
    public int subIndex() {
        return subIndex;
    }

    /**
     * The event's id: the same bytes read again from the same place give the same id, so that a duplicate is
     * recognisable.
     *
     * @return source name, origin, index and CRC-32C of the record, joined by {@code |}; put together at each call
     */
    public String id() {
        return record.origin().eventId(index, subIndex, record.checksum());
    }

    /**
     * The same event under another index; for engines and for normalizers that make several events of one.
     *
     * @param newIndex which part of the record, from 0
     * @param newSubIndex which of the events made of that part, from 0
     * @return an event that shares all fields with this one
     */
    public LogEvent at(int newIndex, int newSubIndex) {
        return newIndex == index && newSubIndex == subIndex
                ? this
                : new LogEvent(record, newIndex, newSubIndex, time, fields);
    }

    /**
     * The same event as if it were made of another record; for engines that mask what records hold, and for decoders that
     * say which {@linkplain RawRecord#part part} of a record it is.
     *
     * @param newRecord the other record
     * @return an event that shares all fields with this one
     */
    public LogEvent madeOf(RawRecord newRecord) {
        return newRecord == record ? this : new LogEvent(newRecord, index, subIndex, time, fields);
    }

    /** {@return number of top-level fields} */
    public int size() {
        return fields.size();
    }

    /** {@return the names of the top-level fields, in order} */
    public List<String> names() {
        return fields.names();
    }

    /**
     * Whether there is a top-level field of this name.
     *
     * @param name the plain name, not a path
     * @return whether it is there, maybe as an explicit null
     */
    public boolean has(String name) {
        return fields.find(name) >= 0;
    }

    /**
     * The value at a path as text: text itself, a literal, or the JSON text of an object or array.
     *
     * @param path where to look
     * @return the text, or empty if there is nothing or an explicit null
     */
    public Optional<String> text(Path path) {
        int at = fields.find(path.first());
        if (at < 0 || fields.type(at) == FieldType.NULL) {
            return Optional.empty();
        }
        if (path.size() == 1) {
            return Optional.of(fields.text(at));
        }
        return value(path)
                .map(v -> v instanceof Map || v instanceof List
                        ? new JsonWriter(256).value(v).toString()
                        : v.toString());
    }

    /**
     * The value at a path as text.
     *
     * @param path where to look, in the form that {@link Path#of(String)} takes
     * @return the text, or empty if there is nothing or an explicit null
     */
    public Optional<String> text(String path) {
        return text(Path.of(path));
    }

    /**
     * The number at a path; a number that the log holds as text counts.
     *
     * @param path where to look
     * @return the number, or empty if there is nothing, no number or one of more than 1,000 characters
     */
    public Optional<BigDecimal> number(Path path) {
        return text(path).flatMap(LogEvent::toNumber);
    }

    /**
     * The number at a path; a number that the log holds as text counts.
     *
     * @param path where to look, in the form that {@link Path#of(String)} takes
     * @return the number, or empty if there is nothing, no number or one of more than 1,000 characters
     */
    public Optional<BigDecimal> number(String path) {
        return number(Path.of(path));
    }

    /**
     * The value at a path.
     *
     * @param path where to look
     * @return a {@link String}, {@link Number}, {@link Boolean}, {@link Map} or {@link List}, or empty if there is nothing
     *     or an explicit null
     */
    public Optional<Object> value(Path path) {
        int at = fields.find(path.first());
        return at < 0
                ? Optional.empty()
                : Optional.ofNullable(fields.value(at, path.steps().subList(1, path.size())));
    }

    /**
     * All fields as Java values. A name that comes twice in a nested object gets a number ({@code a}, {@code a#2}), so that
     * nothing is lost.
     *
     * @return the values by name, in order; a new map at each call
     */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            map.put(fields.name(i), fields.value(i, List.of()));
        }
        return map;
    }

    /** {@return all fields as one JSON object} */
    public String toJson() {
        JsonWriter out = new JsonWriter(sizeInBytes() + 64);
        writeJson(out);
        return out.toString();
    }

    /**
     * Writes all fields as one JSON object.
     *
     * @param out where to
     */
    public void writeJson(JsonWriter out) {
        out.beginObject();
        visit((name, type, bytes, offset, length, escaped) ->
                out.name(name).value(type, bytes, offset, length, escaped));
        out.endObject();
    }

    /**
     * Shows the top-level fields in order, as they are kept.
     *
     * @param visitor what sees them
     */
    public void visit(FieldVisitor visitor) {
        fields.visit(visitor);
    }

    /** {@return the names and values in bytes, about what the event weighs in a batch} */
    public int sizeInBytes() {
        return fields.sizeInBytes();
    }

    @Override
    public String toString() {
        return "event " + index + (subIndex == 0 ? "" : "." + subIndex) + " of " + record.origin() + " (" + size()
                + " fields)";
    }

    private static Optional<BigDecimal> toNumber(String text) {
        if (text.length() > JsonValues.LONGEST_NUMBER) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Builds a {@link LogEvent}. Confined to one thread; to be used once. */
    public static final class Builder {

        private final RawRecord record;
        private int index;
        private int subIndex;
        private @Nullable Instant time;
        private final Fields.Builder fields = new Fields.Builder();

        private Builder(RawRecord record, int index, int subIndex, @Nullable Instant time) {
            this.record = Objects.requireNonNull(record, "record");
            this.index = index;
            this.subIndex = subIndex;
            this.time = time;
        }

        /**
         * Sets which part of the record this is; the engine does so for decoders.
         *
         * @param part from 0
         * @param subPart which of the events made of that part, from 0
         * @return this
         */
        public Builder index(int part, int subPart) {
            index = part;
            subIndex = subPart;
            return this;
        }

        /**
         * Sets the event time.
         *
         * @param value when it happened, or null if that is unknown
         * @return this
         */
        public Builder time(@Nullable Instant value) {
            time = value;
            return this;
        }

        /**
         * Sets a field; a field of that name is replaced, in its place.
         *
         * @param name the field's name
         * @param value a {@link CharSequence}, {@link Number}, {@link Boolean}, {@link Map} with text keys, {@link Iterable}
         *     or null
         * @return this
         * @throws IllegalArgumentException if the value is anything else
         */
        public Builder put(String name, @Nullable Object value) {
            fields.put(name, value);
            return this;
        }

        /**
         * Sets a field to a slice, without a copy; a field of that name is replaced, in its place. The low-level way, for
         * decoders that must be fast.
         *
         * @param name the field's name
         * @param type what it holds
         * @param bytes array that holds the value as {@link FieldVisitor} describes, left alone from now on
         * @param offset first byte
         * @param length number of bytes
         * @param escaped for text, whether it is JSON string content
         * @return this
         */
        public Builder put(String name, FieldType type, byte[] bytes, int offset, int length, boolean escaped) {
            fields.put(name, type, bytes, offset, length, escaped);
            return this;
        }

        /**
         * Sets all fields of another event.
         *
         * @param event the other event
         * @return this
         */
        public Builder putAll(LogEvent event) {
            event.visit(this::put);
            return this;
        }

        /**
         * Whether a field was set.
         *
         * @param name its name
         * @return whether it was
         */
        public boolean has(String name) {
            return fields.has(name);
        }

        /** {@return the event} */
        public LogEvent build() {
            return new LogEvent(record, index, subIndex, time, fields.build());
        }
    }
}
