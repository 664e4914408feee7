package io.crosslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.decode.TextDecoder;
import io.crosslog.mask.MaskAs;
import io.crosslog.mask.Masking;
import io.crosslog.model.LogEvent;
import io.crosslog.model.Origin;
import io.crosslog.model.RawRecord;
import io.crosslog.parse.ParsedRecord;
import io.crosslog.parse.RecordParser;
import io.crosslog.spi.NormalizeException;
import io.crosslog.spi.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A normalizer with another one behind it")
class ChainedNormalizersTest {

    private static final Normalizer TWICE = (event, out) -> {
        for (int i = 0; i < 2; i++) {
            out.emit(LogEvent.builder(event).putAll(event).put("copy", i).build());
        }
        out.filter("third");
        out.count("made");
    };

    @Test
    @DisplayName("hands all its events on, in order and with ids of their own, and tells the rest itself")
    void handsOn() throws Exception {
        ParsedRecord parsed = parse(TWICE.then((event, out) -> {
            out.emit(LogEvent.builder(event).putAll(event).put("seen", true).build());
            out.count("seen");
        }));
        assertThat(parsed.events())
                .extracting(LogEvent::toJson)
                .containsExactly(
                        "{\"content\":\"x\",\"copy\":0,\"seen\":true}", "{\"content\":\"x\",\"copy\":1,\"seen\":true}");
        assertThat(parsed.events()).extracting(LogEvent::subIndex).containsExactly(0, 1);
        assertThat(parsed.events().get(0).id())
                .isNotEqualTo(parsed.events().get(1).id());
    }

    @Test
    @DisplayName("has all of an event rejected where the one behind cannot take a part of it")
    void discardsAll() throws Exception {
        ParsedRecord parsed = parse(TWICE.then((event, out) -> {
            if (event.text("copy").orElseThrow().equals("1")) {
                throw new NormalizeException("not this one");
            }
            out.emit(event);
        }));
        assertThat(parsed.events()).isEmpty();
        assertThat(parsed.rejected()).hasSize(1);
        assertThat(parsed.rejected().get(0).reason()).contains("not this one");
    }

    @Test
    @DisplayName(
            "gets its events masked, so that a mask by the name of an attribute holds before the attribute gets another one")
    void masked() throws Exception {
        Normalizer names = (event, out) -> out.emit(LogEvent.builder(event)
                .put("user", Map.of("email", "a@example.com"))
                .build());
        Normalizer renames = (event, out) -> out.emit(LogEvent.builder(event)
                .put("who", event.text("user.email").orElseThrow())
                .build());
        Normalizer renamesAgain = (event, out) -> out.emit(LogEvent.builder(event)
                .put("person", event.text("who").orElseThrow())
                .build());
        Masking masking = Masking.builder().path("user.email", MaskAs.MASK).build();
        for (Normalizer chain :
                List.of(names.then(renames).then(renamesAgain), names.then(renames.then(renamesAgain)))) {
            assertThat(parse(chain, masking).events())
                    .extracting(LogEvent::toJson)
                    .containsExactly("{\"person\":\"***\"}");
        }
    }

    @Test
    @DisplayName(
            "has the bytes rejected that it was given, if they are the same with less in them, and all of them else")
    void rejectedMasked() throws Exception {
        Normalizer fails = (event, out) -> {
            throw new NormalizeException("no");
        };
        Normalizer masks =
                (event, out) -> out.emit(event.madeOf(event.record().masked(bytes -> "***".getBytes(UTF_8))));
        Normalizer cuts = (event, out) ->
                out.emit(event.madeOf(RawRecord.of(event.record().origin(), new byte[0], Instant.EPOCH)));
        Normalizer parts = (event, out) -> out.emit(event.madeOf(event.record().part(new byte[] {'y'}, 0, 1)));
        Normalizer silent = (event, out) -> out.count("nothing said");
        for (Normalizer chain : List.of(
                masks.then(fails),
                masks.then(silent),
                masks.then(Normalizer.none().then(fails)),
                Normalizer.none().then(masks.then(fails)))) {
            assertThat(new String(parse(chain).rejected().get(0).bytes(), UTF_8))
                    .isEqualTo("***");
        }
        for (Normalizer chain : List.of(cuts.then(fails), parts.then(fails), parts.then(silent))) {
            assertThat(new String(parse(chain).rejected().get(0).bytes(), UTF_8))
                    .isEqualTo("x");
        }
    }

    private static ParsedRecord parse(Normalizer normalizer) throws Exception {
        return parse(normalizer, Masking.defaults());
    }

    private static ParsedRecord parse(Normalizer normalizer, Masking masking) throws Exception {
        RawRecord record = RawRecord.of(Origin.prefix("test", "test:").at(1), "x".getBytes(UTF_8), Instant.EPOCH);
        return new RecordParser(TextDecoder.create(), normalizer, masking).parse(record);
    }
}
