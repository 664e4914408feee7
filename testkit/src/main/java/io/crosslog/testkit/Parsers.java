package io.crosslog.testkit;

import io.crosslog.model.Origin;
import io.crosslog.model.RawRecord;
import io.crosslog.parse.ParsedRecord;
import io.crosslog.parse.RecordParser;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.Normalizer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses records in a unit test, with the very code that a pipeline runs and with no pipeline, server or thread.
 *
 * <pre>{@code
 * Parsed parsed = Parsers.parse(JsonDecoder.create(), Normalizer.none(), "{\"a\":1}");
 * assertThat(parsed.events()).hasSize(1);
 * assertThat(parsed.events().get(0).text("a")).contains("1");
 * }</pre>
 *
 * <p>The records are of a source named {@code test}, with origins {@code test:0}, {@code test:1} and so on, and arrived at
 * 2026-01-01T00:00:00Z, so that results are the same at each run. Safe for concurrent calls.
 */
public final class Parsers {

    /** When the records of {@link #parse} arrived. */
    public static final Instant ARRIVAL = Instant.parse("2026-01-01T00:00:00Z");

    private static final Origin.Prefix ORIGIN = Origin.prefix("test", "test:");

    private Parsers() {}

    /**
     * Parses records.
     *
     * @param decoder makes events of records
     * @param normalizer translates them; {@link Normalizer#none()} to leave them as they are
     * @param records the bytes of each record
     * @return what came of them
     */
    public static Parsed parse(Decoder decoder, Normalizer normalizer, byte[]... records) {
        List<RawRecord> raw = new ArrayList<>();
        for (byte[] bytes : records) {
            raw.add(RawRecord.of(ORIGIN.at(raw.size()), bytes, ARRIVAL));
        }
        return parse(decoder, normalizer, raw);
    }

    /**
     * Parses records given as text.
     *
     * @param decoder makes events of records
     * @param normalizer translates them; {@link Normalizer#none()} to leave them as they are
     * @param records the text of each record, taken as UTF-8
     * @return what came of them
     */
    public static Parsed parse(Decoder decoder, Normalizer normalizer, String... records) {
        byte[][] bytes = new byte[records.length][];
        for (int i = 0; i < records.length; i++) {
            bytes[i] = records[i].getBytes(StandardCharsets.UTF_8);
        }
        return parse(decoder, normalizer, bytes);
    }

    /**
     * Parses records with origins, times and attributes of one's own.
     *
     * @param decoder makes events of records
     * @param normalizer translates them; {@link Normalizer#none()} to leave them as they are
     * @param records the records
     * @return what came of them
     * @throws io.crosslog.parse.ParserBugException if decoder or normalizer threw what no input may make them throw; a
     *     pipeline would stop
     */
    public static Parsed parse(Decoder decoder, Normalizer normalizer, List<RawRecord> records) {
        RecordParser parser = new RecordParser(decoder, normalizer);
        List<ParsedRecord> parsed = new ArrayList<>();
        for (RawRecord record : records) {
            parsed.add(parser.parse(record));
        }
        return new Parsed(parsed);
    }
}
