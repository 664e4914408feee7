package io.crosslog.sls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class Utf8Test {

    @Test
    @DisplayName("A scan finds what there is, wherever it is")
    void scan() {
        for (int length = 0; length < 40; length++) {
            for (int at = 0; at < length; at++) {
                for (byte b : new byte[] {'\\', 0, (byte) 0x80, (byte) 0xFF, 1, '[', ']', 0x7F}) {
                    byte[] bytes = "a".repeat(length + 3).getBytes(StandardCharsets.US_ASCII);
                    bytes[at + 2] = b;
                    int expected = b == '\\' ? Utf8.BACKSLASH : b == 0 ? Utf8.NUL : b < 0 ? Utf8.NON_ASCII : 0;
                    assertThat(Utf8.scan(bytes, 2, length)).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    @DisplayName("Validity is what the JDK's decoder says, for random bytes that are nearly right")
    void validity() {
        Random random = new Random(3);
        int valid = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = "x日é😀\uE000\uD7FF".getBytes(StandardCharsets.UTF_8);
            for (int change = random.nextInt(3); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            int from = random.nextInt(bytes.length);
            int length = random.nextInt(bytes.length - from + 1);
            boolean expected = isValid(bytes, from, length);
            valid += expected ? 1 : 0;
            assertThat(Utf8.isValid(bytes, from, length)).isEqualTo(expected);
        }
        assertThat(valid).isBetween(10_000, 190_000);
    }

    private static boolean isValid(byte[] bytes, int from, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Test
    @DisplayName("A cut never parts a character")
    void cut() {
        String text = "a日é😀b";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int max = -1; max <= bytes.length + 1; max++) {
            int n = Utf8.floor(bytes, 0, bytes.length, max);
            assertThat(n)
                    .isBetween(Math.max(0, Math.min(max, bytes.length) - 3), Math.max(0, Math.min(max, bytes.length)));
            assertThat(text).startsWith(new String(bytes, 0, n, StandardCharsets.UTF_8));
        }
    }
}
