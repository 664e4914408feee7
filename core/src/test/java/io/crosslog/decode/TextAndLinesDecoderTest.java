package io.crosslog.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TextAndLinesDecoderTest {

    @Test
    @DisplayName("Text is one field; quotes, NUL and line ends survive; nothing is filtered by name")
    void text() throws Exception {
        Heard heard = Heard.of(TextDecoder.create(), "a \"q\" \u0000\n");
        assertThat(heard.json()).containsExactly("{\"content\":\"a \\\"q\\\" \\u0000\\n\"}");
        assertThat(heard.events.get(0).text("content")).contains("a \"q\" \u0000\n");
        assertThat(Heard.of(TextDecoder.create(), "").filtered).containsExactly("empty");
    }

    @Test
    @DisplayName("A backslash in text is no escape")
    void backslash() throws Exception {
        Heard heard = Heard.of(TextDecoder.create(), "C:\\new");
        assertThat(heard.events.get(0).text("content")).contains("C:\\new");
        assertThat(heard.json()).containsExactly("{\"content\":\"C:\\\\new\"}");
    }

    @Test
    @DisplayName("Each line is decoded on its own: LF, CRLF, blank and broken ones, the last without an end")
    void lines() throws Exception {
        Heard heard = Heard.of(LinesDecoder.of(JsonDecoder.create()), "{\"a\":1}\r\n\n{\"a\":\n{\"a\":3}");
        assertThat(heard.json()).containsExactly("{\"a\":1}", "{\"a\":3}");
        assertThat(heard.rejected).containsExactly("{\"a\":");
        assertThat(heard.filtered).containsExactly("blank-line");
    }

    @Test
    @DisplayName("Lines of UTF-16 are split after conversion")
    void utf16() throws Exception {
        Charset charset = StandardCharsets.UTF_16LE;
        Heard heard = Heard.of(LinesDecoder.of(TextDecoder.create(), charset), "一\n二".getBytes(charset));
        assertThat(heard.json()).containsExactly("{\"content\":\"一\"}", "{\"content\":\"二\"}");
    }

    @Test
    @DisplayName("UTF-8 is told valid exactly where the JDK replaces nothing")
    void validity() {
        Random random = new Random(7);
        for (int round = 0; round < 300_000; round++) {
            byte[] bytes = new byte[random.nextInt(1, 6)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                bytes[0] = (byte) (0xE0 + random.nextInt(0x16));
            }
            boolean same = java.util.Arrays.equals(
                    bytes, new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
            assertThat(Utf8.isValid(bytes, 0, bytes.length)).isEqualTo(same);
        }
    }
}
