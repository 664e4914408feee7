package io.crosslog.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.decode.JsonDecoder;
import io.crosslog.model.LogEvent;
import io.crosslog.model.Origin;
import io.crosslog.model.RawRecord;
import io.crosslog.parse.RecordParser;
import io.crosslog.spi.Normalizer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Names at the top of an event tell secrets as those of objects in it do")
class TopNamesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "{\"name\":\"Cookie\",\"value\":\"sid=S\"} ! {\"name\":\"Cookie\",\"value\":\"sid=***\"}",
                "{\"value\":\"Bearer S\",\"x\":1,\"key\":\"Authorization\"}"
                        + " ! {\"value\":\"Bearer ***\",\"x\":1,\"key\":\"Authorization\"}",
                "{\"Header\":\"X-Api-Key\",\"Values\":[\"S\",\"S\"]} ! {\"Header\":\"X-Api-Key\",\"Values\":[\"***\",\"***\"]}",
                "{\"headerName\":\"X-Api-Key\",\"headerValue\":{\"a\":\"S\"}}"
                        + " ! {\"headerName\":\"X-Api-Key\",\"headerValue\":{\"a\":\"***\"}}",
                "{\"matchVariableValue\":\"S\",\"matchVariableName\":\"CookieValue:sid\"}"
                        + " ! {\"matchVariableValue\":\"***\",\"matchVariableName\":\"CookieValue:sid\"}",
                "{\"name\":\"ARGS:s\\u0069g\",\"value\":\"S\",\"ok\":true}"
                        + " ! {\"name\":\"ARGS:s\\u0069g\",\"value\":\"***\",\"ok\":true}",
                "{\"name\":\"q\",\"key\":\"X-Api-Key\",\"value\":7,\"rawValue\":\"S\",\"stringValue\":null}"
                        + " ! {\"name\":\"q\",\"key\":\"X-Api-Key\",\"value\":\"***\",\"rawValue\":\"***\",\"stringValue\":null}",
            })
    @DisplayName("a name beside a value, in any order, in the event and in its record")
    void pairs(String json, String clean) {
        assertThat(event(json)).isEqualTo(clean.strip());
        assertThat(raw(json)).isEqualTo(clean.strip());
    }

    @Test
    @DisplayName("headers that are a record each, in a list or in lines")
    void headers() {
        String one = "{\"name\":\"Cookie\",\"value\":\"sid=S\"}";
        String other = "{\"name\":\"Accept\",\"value\":\"a=b\"}";
        assertThat(event("[" + one + "," + other + "]")).isEqualTo(one.replace("=S", "=***") + other);
        assertThat(event(one + "\n" + other)).isEqualTo(one.replace("=S", "=***") + other);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "{\"request.cookies.sid\":\"S\"} ! {\"request.cookies.sid\":\"***\"}",
                "{\"a\":{\"req.Cookie.sid.value\":7}} ! {\"a\":{\"req.Cookie.sid.value\":\"***\"}}",
                "{\"http.response.set-cookie\":\"a=S\"} ! {\"http.response.set-cookie\":\"a=***\"}",
                "{\"http.request.header.x-api-key\":[\"S\"]} ! {\"http.request.header.x-api-key\":[\"***\"]}",
                "{\"headers.authorization\":\"Basic S\"} ! {\"headers.authorization\":\"Basic ***\"}",
                "{\"h.Tenant\":\"S\",\"h.tenants\":\"t\"} ! {\"h.Tenant\":\"***\",\"h.tenants\":\"t\"}",
                "{\"m\":\"request.cookies.sid=S&a=b\"} ! {\"m\":\"request.cookies.sid=***&a=b\"}",
            })
    @DisplayName("names with dots, as those have that were objects once")
    void flattened(String json, String clean) {
        assertThat(event(json)).isEqualTo(clean.strip());
        assertThat(raw(json)).isEqualTo(clean.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"signature\",\"value\":\"ET SCAN\"}",
                "{\"name\":\"ARGS:q\",\"value\":\"a=b\"}",
                "{\"name\":{\"a\":\"Cookie\"},\"value\":\"a\"}",
                "{\"title\":\"Cookie\",\"value\":\"a\"}",
                "{\"name\":\"Cookie\",\"valued\":\"a\",\"value\":null}",
                "{\"cookie.secure\":true,\"kept.keep\":\"a\"}",
                "{\"url\":\"https://cookies.example.com:8443/a.b?c=d\",\"files\":[\"jquery.cookie.js\",\"app.js\"]}",
                "{\"name\":\"www.cookie.example\",\"value\":\"a\"}",
                "{\"cookiess.sid\":\"a\",\"a.cookies2b.c\":\"b\",\"..\":\"c\"}",
            })
    @DisplayName("but not what only looks so")
    void untouched(String json) {
        assertThat(event(json)).isEqualTo(json);
        assertThat(raw(json)).isEqualTo(json);
    }

    @Test
    @DisplayName("a value that is dropped leaves the rest of the event")
    void dropped() {
        Masking masking = Masking.builder().header("X-Key", MaskAs.DROP).build();
        LogEvent event = LogEvent.builder(record("{}"))
                .put("value", "S")
                .put("name", "x-key")
                .put("a", 1)
                .build();
        assertThat(masking.mask(event).toJson()).isEqualTo("{\"name\":\"x-key\",\"a\":1}");
    }

    private static Masking masking() {
        return Masking.builder()
                .defaults()
                .header("tenant", MaskAs.MASK)
                .header("keep", MaskAs.MASK)
                .keep("keep")
                .build();
    }

    private static String event(String json) {
        Normalizer none = (event, out) -> out.emit(masking().mask(event));
        List<LogEvent> events =
                new RecordParser(JsonDecoder.create(), none).parse(record(json)).events();
        return events.stream().map(LogEvent::toJson).collect(Collectors.joining());
    }

    private static String raw(String json) {
        return new String(masking().mask(record(json)).copyBytes(), StandardCharsets.UTF_8);
    }

    private static RawRecord record(String json) {
        return RawRecord.of(Origin.prefix("t", "t:").at(1), json.getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
    }
}
