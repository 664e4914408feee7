package io.crosslog.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Looking for bytes eight at a time")
class ScanTest {

    @Test
    @DisplayName("finds what looking one by one finds")
    void same() {
        Random random = new Random(13);
        byte[] likely = {'\n', '"', '\\', '\n' + 1, '"' + 1, '\\' + 1, '\n' - 1, 0, -1, (byte) 0x8a};
        for (int round = 0; round < 40_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] = likely[random.nextInt(likely.length)];
            }
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);
            int newline = from;
            while (newline < to && bytes[newline] != '\n') {
                newline++;
            }
            int quote = from;
            while (quote < to && bytes[quote] != '"' && bytes[quote] != '\\') {
                quote++;
            }
            assertThat(Scan.newline(bytes, from, to)).isEqualTo(newline);
            assertThat(Scan.quoteOrEscape(bytes, from, to)).isEqualTo(quote);
        }
    }
}
