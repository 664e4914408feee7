package io.crosslog.s3;

import static io.crosslog.s3.Cutting.plan;
import static io.crosslog.s3.Cutting.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An object of lines")
class LinesTest {

    private static final ReadingPlan LINES = plan(ObjectFormat.lines());

    @Test
    @DisplayName("ends its lines with LF or CRLF, and the last with nothing")
    void ends() throws Exception {
        assertThat(texts("a\nb\r\nc", LINES)).containsExactly("a", "b", "c");
        assertThat(texts("a\r\n", LINES)).containsExactly("a");
        assertThat(texts("a\r", LINES)).containsExactly("a");
        assertThat(texts("a\rb\n", LINES)).containsExactly("a\rb");
    }

    @Test
    @DisplayName("may be empty, or blank, which is no record")
    void empty() throws Exception {
        assertThat(texts("", LINES)).isEmpty();
        assertThat(texts("\n\r\n \t\r\n", LINES)).isEmpty();
        assertThat(texts("", ReadingPlan.DEFAULT)).isEmpty();
    }

    @Test
    @DisplayName("numbers its records without gaps, blank lines left out")
    void numbers() throws Exception {
        List<CutRecord> records = Cutting.all("a\n\n\nb\n  \nc".getBytes(UTF_8), LINES);
        assertThat(records.stream().map(CutRecord::number)).containsExactly(0L, 1L, 2L);
        assertThat(texts(records)).containsExactly("a", "b", "c");
    }

    @Test
    @DisplayName("loses a byte order mark, and nothing else that is not a line end")
    void byteOrderMark() throws Exception {
        assertThat(texts("\uFEFF{\"a\":1}\n\uFEFFb\u0000\u000b\n", LINES))
                .containsExactly("{\"a\":1}", "\uFEFFb\u0000\u000b");
        assertThat(texts("\uFEFF", LINES)).isEmpty();
    }

    @Test
    @DisplayName("rejects a line that is too long, with its head, and goes on with the next, wherever reads end")
    void tooLong() throws Exception {
        int most = 10_000;
        List<String> lines = List.of("a", "b".repeat(most), "c".repeat(most + 1), "d", "e".repeat(40 * most), "f");
        for (String end : List.of("\n", "\r\n")) {
            byte[] content = String.join(end, lines).getBytes(UTF_8);
            for (int piece : new int[] {1 << 20, 9_999, 10_001, 777}) {
                StoredObject object = StoredObject.of(content).inPieces(piece);
                List<CutRecord> records = Cutting.all(object, plan(ObjectFormat.lines(), most), 0);
                assertThat(records).hasSize(6);
                for (int i = 0; i < 6; i++) {
                    assertThat(records.get(i).number()).isEqualTo(i);
                    if (lines.get(i).length() > most) {
                        assertThat(records.get(i).damage()).contains("longer than the 10000 bytes");
                        assertThat(lines.get(i)).startsWith(Cutting.text(records.get(i)));
                        assertThat(records.get(i).length()).isEqualTo(Cut.HEAD);
                    } else {
                        assertThat(records.get(i).damage()).isNull();
                        assertThat(Cutting.text(records.get(i))).isEqualTo(lines.get(i));
                    }
                }
            }
        }
    }

    @Test
    @DisplayName("gives its tail to a reader that resumes at any record, lines too long among them")
    void resume() throws Exception {
        List<String> lines = new ArrayList<>(Logs.lines(60, 11));
        lines.set(20, "x".repeat(5_000));
        lines.set(21, "");
        ReadingPlan plan = plan(ObjectFormat.lines(), 1_000);
        byte[] content = Logs.text(lines).getBytes(UTF_8);
        List<String> all = texts(Cutting.all(content, plan));
        assertThat(all).hasSize(59);
        for (int from = 0; from <= 59; from++) {
            assertThat(texts(Cutting.all(StoredObject.of(content), plan, from))).isEqualTo(all.subList(from, 59));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[2026-11-21 08:00:00] login failed",
                "[\"a\",1]",
                "[[1]]",
                "ORCHID login failed",
                "BZh what",
                "PAR1 is a name",
                "7z",
                "SEQ 1",
                "PK"
            })
    @DisplayName("is told from arrays and other files, though it begins like one")
    void lookalikes(String line) throws Exception {
        assertThat(texts(line + "\nb\n", ReadingPlan.DEFAULT)).containsExactly(line, "b");
    }

    @Test
    @DisplayName("hands out slices that stay as they are while reading goes on")
    void slicesStay() throws Exception {
        List<String> lines = Logs.lines(50_000, 12);
        List<CutRecord> records = Cutting.all(Logs.text(lines).getBytes(UTF_8), LINES);
        assertThat(texts(records)).isEqualTo(lines);
    }
}
