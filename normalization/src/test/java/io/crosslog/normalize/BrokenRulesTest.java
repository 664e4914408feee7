package io.crosslog.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.testkit.GoldenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("A broken rule file is told with all that is wrong in it: place, offending text, nearest name")
class BrokenRulesTest {

    private static final Path FILES = Path.of("src/test/resources/io/crosslog/normalize/broken");

    /** At the end of each file, behind this mark, stands what must be said of it. */
    private static final String TOLD = "#> ";

    @TestFactory
    @DisplayName("one file for each kind of mistake; -Dcrosslog.golden=rewrite writes what is said of it")
    Stream<DynamicTest> files() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            List<Path> all = files.sorted().toList();
            assertThat(all).hasSizeGreaterThan(40);
            return all.stream()
                    .map(file -> DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> check(file)));
        }
    }

    private static void check(Path file) throws IOException {
        String text = Files.readString(file);
        int end = text.indexOf("\n" + TOLD);
        String rule = end < 0 ? text : text.substring(0, end + 1);
        String told;
        try {
            RuleSet.builder().text(String.valueOf(file.getFileName()), rule).build();
            throw new AssertionError("nothing was said of " + file);
        } catch (RuleException e) {
            told = e.problems().stream()
                    .map(problem -> TOLD + problem.toString().replace("\n", " ") + "\n")
                    .collect(Collectors.joining());
        }
        if ("rewrite".equals(System.getProperty(GoldenFiles.REWRITE))) {
            Files.writeString(file, rule + told);
        } else {
            assertThat(text).isEqualTo(rule + told);
        }
    }

    @Test
    @DisplayName("files are bounded in size, depth and aliases, and broken in no other way than by telling")
    void bounds() {
        assertThatThrownBy(() -> build("rule: a\n# " + "x".repeat(1 << 20)))
                .hasMessage("x.yaml: the file has 1048586 characters but at most 1048576 are read");
        assertThatThrownBy(() -> build("rule: a\nmap: " + "[".repeat(500_000)))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("x.yaml:2:45: lists and mappings go at most 40 deep");
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 100; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThatThrownBy(() -> build(bomb.toString())).hasMessageContaining("stands for a list or a mapping");
        assertThatThrownBy(() -> build("\u0000\u0001")).isInstanceOf(RuleException.class);
        assertThatThrownBy(() -> build("rule: a\nclass: !!java.net.URL [x]\n")).isInstanceOf(RuleException.class);
        assertThatThrownBy(() -> build("rule: a\nclass: base_event\n? [a, b]\n: c\n"))
                .hasMessageContaining("a name was expected here but this is a list");
    }

    @Test
    @DisplayName("no more than a hundred problems are told")
    void many() {
        StringBuilder rule = new StringBuilder("rule: a\nclass: base_event\nmap:\n");
        for (int i = 0; i < 1_000; i++) {
            rule.append("  no_such_").append(i).append(": a\n");
        }
        assertThatThrownBy(() -> build(rule.toString()))
                .isInstanceOfSatisfying(
                        RuleException.class, e -> assertThat(e.problems()).hasSize(100));
    }

    private static RuleSet build(String yaml) {
        return RuleSet.builder().text("x.yaml", yaml).build();
    }
}
