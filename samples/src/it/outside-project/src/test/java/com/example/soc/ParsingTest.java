package com.example.soc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.crosslog.decode.JsonDecoder;
import org.junit.jupiter.api.Test;

class ParsingTest {
    @Test
    void parses() {
        assertEquals(1, JsonDecoder.create() == null ? 0 : 1);
    }
}
