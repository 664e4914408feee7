package io.crosslog.decode;

import io.crosslog.model.FieldType;
import io.crosslog.model.LogEvent;
import io.crosslog.model.RawRecord;
import io.crosslog.spi.DecodeException;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.Output;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Decodes JSON: an object is one event, an array is one event for each element, and several values in one record, as in
 * NDJSON, are one event each.
 *
 * <p>Fields keep their order, their literals and their nesting. A name that comes twice in one object gets a number:
 * {@code a}, {@code a#2}. Values that are neither objects nor arrays of objects are rejected, each on its own. Where one
 * line of several is broken, that line is rejected and its siblings go on. An event that has siblings is made of a
 * {@linkplain RawRecord#part part} of the record: its own bytes, in UTF-8.
 *
 * <p>Defaults: UTF-8, at most 64 levels deep, 10,000 fields in an event, 100,000 events in a record. Immutable and
 * thread-safe.
 */
public final class JsonDecoder implements Decoder {

    private static final String NO_OBJECT = "a JSON object was expected";

    private final Charset charset;
    private final int maxDepth;
    private final int maxFields;
    private final int maxEvents;
    private final JsonNames names = new JsonNames();

    private JsonDecoder(Builder b) {
        charset = b.charset;
        maxDepth = b.maxDepth;
        maxFields = b.maxFields;
        maxEvents = b.maxEvents;
    }

    /** {@return a decoder with the defaults} */
    public static JsonDecoder create() {
        return builder().build();
    }

    /** {@return a builder that holds the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public void decode(RawRecord record, Output out) throws DecodeException {
        Utf8 text = Utf8.of(record, charset, out);
        JsonScanner scanner = scanner(text.bytes(), text.offset(), text.length());
        if (scanner.atEnd()) {
            throw new DecodeException("the record is empty");
        }
        int end = text.offset() + text.length();
        int parts = 0;
        while (!scanner.atEnd()) {
            int from = scanner.position();
            try {
                parts += value(record, text.bytes(), scanner, parts == 0, out);
            } catch (DecodeException e) {
                int next = nextLine(text.bytes(), from, end);
                if (parts == 0 && (next == end || scanner.position() >= next)) {
                    // Either there is one value, or it goes on over lines: those inside it are no events.
                    throw e;
                }
                out.reject(Arrays.copyOfRange(text.bytes(), from, next), String.valueOf(e.getMessage()));
                parts++;
                scanner = scanner(text.bytes(), next, end - next);
            }
            if (parts > maxEvents) {
                throw new DecodeException("the record holds more than " + maxEvents + " events");
            }
        }
    }

    private JsonScanner scanner(byte[] bytes, int offset, int length) {
        return new JsonScanner(bytes, offset, length, maxDepth, names);
    }

    /** Where the next line begins that looks like another JSON value; the end if there is none. */
    private static int nextLine(byte[] bytes, int from, int end) {
        for (int i = from; i + 1 < end; i++) {
            if (bytes[i] == '\n' && (bytes[i + 1] == '{' || bytes[i + 1] == '[')) {
                return i + 1;
            }
        }
        return end;
    }

    /**
     * Hands on the parts of the next value, once all of it was found to be valid; returns how many there were. A first one with
     * nothing behind it is the record itself, any other a part of it.
     */
    private int value(RawRecord record, byte[] bytes, JsonScanner scanner, boolean isFirst, Output out)
            throws DecodeException {
        if (scanner.peek() == FieldType.ARRAY) {
            return array(record, bytes, scanner, out);
        }
        int from = scanner.position();
        if (scanner.peek() != FieldType.OBJECT) {
            scanner.skip();
            out.reject(Arrays.copyOfRange(bytes, from, scanner.position()), NO_OBJECT);
            return 1;
        }
        LogEvent.Builder event = object(record, scanner, out);
        int to = scanner.position();
        if (scanner.needsRepair()) {
            out.count("json-repaired");
            byte[] mended = JsonRepair.mend(bytes, from, to - from);
            event = object(record, scanner(mended, 0, mended.length), out);
        }
        RawRecord own = isFirst && scanner.atEnd() ? record : record.part(bytes, from, to - from);
        out.emit(event.build().madeOf(own));
        return 1;
    }

    private int array(RawRecord record, byte[] bytes, JsonScanner scanner, Output out) throws DecodeException {
        List<Element> elements = new ArrayList<>();
        scanner.array((name, type, same, offset, length, escaped) -> {
            if (elements.size() <= maxEvents) {
                boolean text = type == FieldType.STRING;
                elements.add(new Element(text ? offset - 1 : offset, text ? length + 2 : length));
            }
        });
        if (elements.isEmpty()) {
            out.filter("empty-array");
            return 1;
        }
        if (elements.size() > maxEvents) {
            throw new DecodeException("an array holds more than " + maxEvents + " events");
        }
        for (Element element : elements) {
            try {
                value(record, bytes, scanner(bytes, element.offset, element.length), false, out);
            } catch (DecodeException e) {
                byte[] part = Arrays.copyOfRange(bytes, element.offset, element.offset + element.length);
                out.reject(part, String.valueOf(e.getMessage()));
            }
        }
        return elements.size();
    }

    private LogEvent.Builder object(RawRecord record, JsonScanner scanner, Output out) throws DecodeException {
        LogEvent.Builder event = LogEvent.builder(record);
        int[] fields = {0};
        Map<String, Integer> seen = new HashMap<>(0);
        scanner.object((name, type, bytes, offset, length, escaped) -> {
            if (++fields[0] <= maxFields) {
                event.put(free(event, name, seen, out), type, bytes, offset, length, escaped);
            }
        });
        if (fields[0] > maxFields) {
            throw new DecodeException("an object has more than " + maxFields + " fields");
        }
        return event;
    }

    /** A name that no field has yet; {@code seen} keeps many duplicates of one name from costing a square. */
    private static String free(LogEvent.Builder event, String name, Map<String, Integer> seen, Output out) {
        if (!event.has(name)) {
            return name;
        }
        out.count("duplicate-name");
        int n = seen.merge(name, 2, (had, first) -> had + 1);
        while (event.has(name + '#' + n)) {
            n = seen.merge(name, 2, (had, first) -> had + 1);
        }
        return name + '#' + n;
    }

    private record Element(int offset, int length) {}

    /** Builds a {@link JsonDecoder}. Confined to one thread. */
    public static final class Builder {

        private Charset charset = StandardCharsets.UTF_8;
        private int maxDepth = 64;
        private int maxFields = 10_000;
        private int maxEvents = 100_000;

        private Builder() {}

        /**
         * Sets the charset of the records. The default is UTF-8.
         *
         * @param value the charset
         * @return this
         */
        public Builder charset(Charset value) {
            charset = Objects.requireNonNull(value, "charset");
            return this;
        }

        /**
         * Bounds how many objects and arrays may be open at once. The default is 64.
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
         * Bounds the events of one record. The default is 100,000.
         *
         * @param value from 1 to 10,000,000
         * @return this
         */
        public Builder maxEvents(int value) {
            maxEvents = checked("maxEvents", value, 10_000_000);
            return this;
        }

        /** {@return the decoder} */
        public JsonDecoder build() {
            return new JsonDecoder(this);
        }

        private static int checked(String name, int value, int max) {
            if (value < 1 || value > max) {
                throw new IllegalArgumentException(name + " was " + value + " but must be from 1 to " + max);
            }
            return value;
        }
    }
}
