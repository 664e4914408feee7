package com.example.soc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.crosslog.decode.JsonDecoder;
import io.crosslog.model.LogEvent;
import io.crosslog.spi.Normalizer;
import io.crosslog.testkit.Parsed;
import io.crosslog.testkit.Parsers;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a user's first test looks like. */
class ParsingTest {
    private static final String RECORD = "{\"client_ip\":\"192.0.2.7\",\"uri\":\"/登录\"}";

    @Test
    void oneRecordBecomesOneEvent() {
        Parsed parsed = Parsers.parse(JsonDecoder.create(), Normalizer.none(), RECORD);

        assertEquals(1, parsed.events().size());
        LogEvent event = parsed.events().get(0);
        assertEquals(Optional.of("192.0.2.7"), event.text("client_ip"));
        assertEquals(Optional.of("/登录"), event.text("uri"));
    }

    @Test
    void whatIsNoJsonIsRejected() {
        Parsed parsed = Parsers.parse(JsonDecoder.create(), Normalizer.none(), "no JSON");

        assertTrue(parsed.events().isEmpty());
        assertEquals(1, parsed.rejected().size());
    }
}
