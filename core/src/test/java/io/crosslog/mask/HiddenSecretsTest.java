package io.crosslog.mask;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.decode.JsonDecoder;
import io.crosslog.decode.TextDecoder;
import io.crosslog.model.JsonWriter;
import io.crosslog.model.LogEvent;
import io.crosslog.model.Origin;
import io.crosslog.model.RawRecord;
import io.crosslog.model.RejectedRecord;
import io.crosslog.parse.ParsedRecord;
import io.crosslog.parse.RecordParser;
import io.crosslog.spi.DecodeException;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.Normalizer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Hides a secret under each name of the defaults in each written form of {@link WrittenForms}, has it decoded, copied about
 * and rejected, and looks for it in all that comes out. The same secrets at each run.
 */
@DisplayName("A secret under a name of the defaults comes out nowhere")
class HiddenSecretsTest {

    private static final int LONGEST_HEAD = 8;

    private static final List<Charset> CHARSETS =
            List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, UTF_8, Charset.forName("GB18030"));

    private final Random random = new Random(20_260_304);
    private final List<String> leaks = new ArrayList<>();

    /** Copies everything to wherever rules may copy it. */
    private static final Normalizer COPYING = (event, out) -> out.emit(LogEvent.builder(event)
            .put("raw_data", new String(event.record().copyBytes(), UTF_8))
            .put("message", event.toJson())
            .build());

    private static final Decoder REJECTING = (record, out) -> {
        out.reject(record.copyBytes(), "for a bad " + new String(record.copyBytes(), UTF_8));
        throw new DecodeException("cannot read " + new String(record.copyBytes(), UTF_8));
    };

    private final List<RecordParser> parsers = List.of(
            new RecordParser(JsonDecoder.create(), COPYING),
            new RecordParser(TextDecoder.create(), COPYING),
            new RecordParser(REJECTING, COPYING));

    @Test
    @DisplayName("in any form, by itself and as text in JSON in text in JSON in text in JSON")
    void wrapped() {
        for (WrittenForms.Form form : WrittenForms.all()) {
            for (String name : form.names()) {
                Hidden hidden = hide(form, name);
                String text = hidden.text;
                for (int layer = 0; layer < 4; layer++) {
                    look(hidden, "layer " + layer, text.getBytes(UTF_8), layer == 1 ? parsers : one(layer));
                    text = "{\"n\":1,\"body\":" + new JsonWriter(64).text(text) + ",\"z\":[\"end\"]}";
                }
            }
        }
        assertThat(leaks).isEmpty();
    }

    @Test
    @DisplayName("in UTF-16 with and without a mark, and in GB18030 and UTF-8 with Chinese around it")
    void charsets() {
        UnaryOperator<String> chinese = text -> "\u6d88\u606f\u4e00\u5b57 " + text + " \u5b8c\u6210";
        for (WrittenForms.Form form : WrittenForms.all()) {
            String name = form.names().get(random.nextInt(form.names().size()));
            Hidden hidden = hide(form, name);
            String json = "{\"\u6d88\u606f\":" + new JsonWriter(64).text(hidden.text) + "}";
            for (Charset charset : CHARSETS) {
                String first = charset.name().startsWith("UTF") ? "\uFEFF" + hidden.text : hidden.text;
                for (String text : List.of(hidden.text, first, chinese.apply(hidden.text), json)) {
                    byte[] bytes = text.getBytes(charset);
                    look(hidden, charset.name() + " of " + text, bytes);
                    look(hidden, charset.name() + " cut of " + text, Arrays.copyOf(bytes, bytes.length - 1));
                }
            }
        }
        assertThat(leaks).isEmpty();
    }

    @Test
    @DisplayName("cut off at any place behind its name")
    void cutOff() {
        for (WrittenForms.Form form : WrittenForms.all()) {
            if (form.saysLate()) {
                continue;
            }
            Hidden hidden =
                    hide(form, form.names().get(random.nextInt(form.names().size())));
            for (String text : List.of(
                    hidden.text, "{\"n\":1,\"body\":" + new JsonWriter(64).text(hidden.text) + ",\"z\":[\"end\"]}")) {
                byte[] bytes = text.getBytes(UTF_8);
                int first = new String(bytes, ISO_8859_1).indexOf(hidden.first) + LONGEST_HEAD;
                for (int length = first; length < bytes.length; length++) {
                    look(hidden, "cut at " + length, Arrays.copyOf(bytes, length), one(length));
                }
            }
        }
        assertThat(leaks).isEmpty();
    }

    private List<RecordParser> one(int turn) {
        return parsers.subList(turn % parsers.size(), turn % parsers.size() + 1);
    }

    private Hidden hide(WrittenForms.Form form, String name) {
        String first = chance(10);
        String second = chance(10);
        String sign = form.signs().get(random.nextInt(form.signs().size()));
        return new Hidden(
                form.label(), first, second, form.write(name, WrittenForms.value(name, first + sign + second)));
    }

    private String chance(int length) {
        String all = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        StringBuilder text = new StringBuilder("q7Z");
        for (int i = 0; i < length; i++) {
            text.append(all.charAt(random.nextInt(all.length())));
        }
        return text.toString();
    }

    private void look(Hidden hidden, String how, byte[] bytes) {
        look(hidden, how, bytes, parsers);
    }

    private void look(Hidden hidden, String how, byte[] bytes, List<RecordParser> some) {
        RawRecord record = RawRecord.of(Origin.prefix("t", "t:").at(1), bytes, Instant.EPOCH);
        List<String> outputs = new ArrayList<>();
        for (RecordParser parser : some) {
            ParsedRecord parsed = parser.parse(record);
            for (LogEvent event : parsed.events()) {
                outputs.add(event.toJson());
                outputs.add(new String(event.record().copyBytes(), ISO_8859_1));
            }
            for (RejectedRecord rejection : parsed.rejected()) {
                outputs.add(new String(rejection.bytes(), ISO_8859_1));
                outputs.add(rejection.toString() + rejection.reason());
            }
        }
        for (String output : outputs) {
            String read = output.replace("\0", "");
            if (read.contains(hidden.first.substring(0, LONGEST_HEAD))
                    || read.contains(hidden.second.substring(0, LONGEST_HEAD))) {
                leaks.add(hidden.label + ", " + how + ": " + hidden.text + " -> " + output);
                return;
            }
        }
    }

    private record Hidden(String label, String first, String second, String text) {}
}
