package io.crosslog.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Text in the database")
final class StoredTextTest {

    @Test
    @DisplayName("Everything comes back, and what databases refuse is not in it")
    void comesBack() {
        for (String text : List.of(
                "",
                "plain",
                "日志 \uD83D\uDE00",
                "\u0000",
                "a\u0000b\\c",
                "\\",
                "\\u0000",
                "\uD83D",
                "\uDE00x\uD83D",
                "\\\\u")) {
            String stored = StoredText.of(text);
            assertThat(stored).doesNotContain("\u0000");
            assertThat(stored.codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
            assertThat(StoredText.read(stored)).isEqualTo(text);
        }
    }
}
