package io.crosslog.tencent;

import io.crosslog.decode.JsonDecoder;
import io.crosslog.decode.TextDecoder;
import io.crosslog.model.LogEvent;
import io.crosslog.model.RawRecord;
import io.crosslog.spi.DecodeException;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.Output;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Decodes records of Tencent Cloud Log Service (CLS), as its Kafka consumption and its shipping to COS write them.
 *
 * <ul>
 *   <li>JSON: an object is one event, an array of objects one event for each, several objects in one record one each.
 *       Fields keep their names, {@code __SOURCE__}, {@code __TIMESTAMP__} and their like too. Objects that the topic's
 *       setting <em>escape</em> has turned into text stay text; rules look into them.
 *   <li>Tags, whether nested ({@code "__TAG__": {"env": "prod"}}), escaped or tiled ({@code "__TAG__.env": "prod"}), come
 *       out nested in one field {@code __TAG__}.
 *   <li>Anything that is not an object nor begins like one is raw content: one event with the text in {@code content}.
 * </ul>
 *
 * <p>A BOM is dropped; invalid UTF-8 becomes U+FFFD and is counted; a name that comes twice gets a number ({@code a},
 * {@code a#2}). A record that is empty, or begins an object and does not end it, is rejected. The event time is left to
 * rules, because the log's own time wins over {@code __TIMESTAMP__}.
 *
 * <p>Defaults: UTF-8, at most 64 levels deep, 10,000 fields in an event, 100,000 events in a record. Immutable and
 * thread-safe.
 *
 * <p>Format: {@code KafkaConsumerContent} of the CLS API, 2020-10-16.
 */
public final class ClsDecoder implements Decoder {

    /** Enough to see past a BOM and some white space how a record begins. */
    private static final int HEAD = 256;

    private final Charset charset;
    private final JsonDecoder json;
    private final TextDecoder text;

    private ClsDecoder(Builder b) {
        charset = b.charset;
        json = b.json.build();
        text = TextDecoder.create(b.charset);
    }

    /** {@return a decoder with the defaults} */
    public static ClsDecoder create() {
        return builder().build();
    }

    /** {@return a builder that holds the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public void decode(RawRecord record, Output out) throws DecodeException {
        char first = first(record);
        if (first == '{') {
            json.decode(record, new TagsUnited(out));
        } else if (first == '[') {
            arrayOrText(record, out);
        } else {
            text.decode(record, out);
        }
    }

    /** A line of text may begin with a bracket too, so nothing is handed on before it is known which it is. */
    private void arrayOrText(RawRecord record, Output out) throws DecodeException {
        Held held = new Held();
        try {
            json.decode(record, new TagsUnited(held));
        } catch (DecodeException e) {
            held.events = 0;
        }
        if (held.events > 0) {
            held.steps.forEach(step -> step.accept(out));
        } else {
            text.decode(record, out);
        }
    }

    /** The first character that is no white space. */
    private char first(RawRecord record) throws DecodeException {
        byte[] bytes = record.array();
        if (charset.equals(StandardCharsets.UTF_8)) {
            int end = record.offset() + record.length();
            for (int i = record.offset(); i < end; i++) {
                byte b = bytes[i];
                boolean bom = i < record.offset() + 3 && (b == (byte) 0xEF || b == (byte) 0xBB || b == (byte) 0xBF);
                if (b != ' ' && b != '\t' && b != '\n' && b != '\r' && !bom) {
                    return (char) (b & 0xFF);
                }
            }
            throw new DecodeException("the record is empty");
        }
        String head = new String(bytes, record.offset(), Math.min(HEAD, record.length()), charset)
                .replace("\uFEFF", "")
                .strip();
        if (head.isEmpty()) {
            throw new DecodeException("the record is empty");
        }
        return head.charAt(0);
    }

    /** Keeps what a decoder says until it is known whether to pass it on. */
    private static final class Held implements Output {

        private final List<Consumer<Output>> steps = new ArrayList<>();
        private int events;

        @Override
        public void emit(LogEvent event) {
            events++;
            steps.add(out -> out.emit(event));
        }

        @Override
        public void reject(byte[] part, String reason) {
            steps.add(out -> out.reject(part, reason));
        }

        @Override
        public void filter(String reason) {
            steps.add(out -> out.filter(reason));
        }

        @Override
        public void count(String name) {
            steps.add(out -> out.count(name));
        }
    }

    /** Builds a {@link ClsDecoder}. Confined to one thread. */
    public static final class Builder {

        private Charset charset = StandardCharsets.UTF_8;
        private final JsonDecoder.Builder json = JsonDecoder.builder();

        private Builder() {}

        /**
         * Sets the charset of the records. The default is UTF-8.
         *
         * @param value the charset
         * @return this
         */
        public Builder charset(Charset value) {
            charset = Objects.requireNonNull(value, "charset");
            json.charset(value);
            return this;
        }

        /**
         * Bounds how many objects and arrays may be open at once. The default is 64.
         *
         * @param value from 1 to 500
         * @return this
         */
        public Builder maxDepth(int value) {
            json.maxDepth(value);
            return this;
        }

        /**
         * Bounds the fields of one event. The default is 10,000.
         *
         * @param value from 1 to 1,000,000
         * @return this
         */
        public Builder maxFields(int value) {
            json.maxFields(value);
            return this;
        }

        /**
         * Bounds the events of one record. The default is 100,000.
         *
         * @param value from 1 to 10,000,000
         * @return this
         */
        public Builder maxEvents(int value) {
            json.maxEvents(value);
            return this;
        }

        /** {@return the decoder} */
        public ClsDecoder build() {
            return new ClsDecoder(this);
        }
    }
}
