package io.crosslog.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.decode.JsonDecoder;
import io.crosslog.model.LogEvent;
import io.crosslog.model.Stage;
import io.crosslog.parse.ParserBugException;
import io.crosslog.spi.DecodeException;
import io.crosslog.spi.NormalizeException;
import io.crosslog.spi.Normalizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParsersTest {

    @Test
    @DisplayName("Events are numbered by part, and those a normalizer makes of one by sub-part")
    void ids() {
        Normalizer twice = (event, out) -> {
            out.emit(LogEvent.builder(event).put("x", 1).build());
            out.emit(LogEvent.builder(event).put("x", 2).build());
        };
        Parsed parsed = Parsers.parse(JsonDecoder.create(), twice, "[{},7,{}]");
        assertThat(parsed.events().stream().map(e -> e.id().replaceAll("^.*:\\d+\\||\\|[0-9a-f]+$", "")))
                .containsExactly("0", "0.1", "2", "2.1");
        assertThat(parsed.events().get(0).id()).matches("test\\|test:0\\|0\\|[0-9a-f]{8}");
        assertThat(parsed.rejected()).singleElement().satisfies(r -> {
            assertThat(r.index()).isEqualTo(1);
            assertThat(r.stage()).isEqualTo(Stage.DECODE);
        });
    }

    @Test
    @DisplayName("R6 a throw discards what that call emitted and counted, and siblings go on")
    void atomic() {
        Normalizer picky = (event, out) -> {
            out.emit(event);
            out.count("seen");
            if (event.has("bad")) {
                throw new NormalizeException("bad");
            }
        };
        Parsed parsed = Parsers.parse(JsonDecoder.create(), picky, "[{\"a\":1},{\"bad\":1},{\"a\":2}]");
        assertThat(parsed.events()).hasSize(2);
        assertThat(parsed.counted()).containsOnly(Map.entry("seen", 2L));
        assertThat(parsed.rejected()).singleElement().satisfies(r -> {
            assertThat(r.stage()).isEqualTo(Stage.NORMALIZE);
            assertThat(r.index()).isEqualTo(1);
        });
    }

    @Test
    @DisplayName("R6 one who says nothing has the record rejected; one who throws what it should not is a bug")
    void contract() {
        assertThat(Parsers.parse((record, out) -> {}, Normalizer.none(), "x").rejected())
                .singleElement()
                .satisfies(r -> assertThat(r.reason()).contains("neither emitted, rejected nor filtered"));
        assertThatThrownBy(() -> Parsers.parse(
                        (record, out) -> {
                            throw new StackOverflowError();
                        },
                        Normalizer.none(),
                        "x"))
                .isInstanceOf(ParserBugException.class)
                .hasMessageContaining("test:0");
        assertThat(Parsers.parse(
                                (record, out) -> {
                                    throw new DecodeException("no");
                                },
                                Normalizer.none(),
                                "x")
                        .rejected()
                        .get(0)
                        .index())
                .isEqualTo(-1);
    }

    @Test
    @DisplayName("A golden file is written on demand, agrees then, and tells the first line that differs")
    void golden(@TempDir Path dir) throws Exception {
        Files.writeString(dir.resolve("two.lines"), "{\"a\":1.50}\n{\"a\":\nnot\n");
        GoldenFiles.Golden golden =
                GoldenFiles.in(dir, JsonDecoder.create(), Normalizer.none()).get(0);
        String asked = System.getProperty(GoldenFiles.REWRITE);
        try {
            writtenOnDemand(golden);
        } finally {
            restore(asked);
        }
    }

    private static void writtenOnDemand(GoldenFiles.Golden golden) throws Exception {
        System.clearProperty(GoldenFiles.REWRITE);
        assertThatThrownBy(golden::check).isInstanceOf(AssertionError.class).hasMessageContaining("rewrite");
        System.setProperty(GoldenFiles.REWRITE, "rewrite");
        golden.check();
        System.clearProperty(GoldenFiles.REWRITE);
        golden.check();
        String expected = Files.readString(golden.expectation());
        assertThat(expected).contains("1.50", "not JSON");
        Files.writeString(golden.expectation(), expected.replace("1.50", "1.51"));
        assertThatThrownBy(golden::check)
                .hasMessageContaining("expected: \"a\" : 1.51")
                .hasMessageContaining("but was:  \"a\" : 1.50");
    }

    /** Whoever runs the tests with the property set wants the golden files of other tests written. */
    private static void restore(@Nullable String asked) {
        if (asked == null) {
            System.clearProperty(GoldenFiles.REWRITE);
        } else {
            System.setProperty(GoldenFiles.REWRITE, asked);
        }
    }

    @Test
    @DisplayName("A directory without an input is no test that passes")
    void nothingToCheck(@TempDir Path dir) {
        assertThatThrownBy(() -> GoldenFiles.in(dir, JsonDecoder.create(), Normalizer.none()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
