package io.crosslog.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.testkit.GoldenFiles;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

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
            assertThat(all).hasSizeGreaterThan(60);
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
                .hasMessage("x.yaml: the file is too long: at most 1048576 characters are read");
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
    @DisplayName(
            "a file that is no UTF-8, or longer than any rule file, is told like other mistakes, with those of other files")
    void bytes(@TempDir Path dir) throws IOException {
        byte[] latin = "rule: a\nclass: base_event\ntitle: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(dir.resolve("1.yaml"), latin);
        Files.write(dir.resolve("2.yaml"), "rule: b\nclass: base_event\n".getBytes(StandardCharsets.UTF_16));
        Files.writeString(dir.resolve("3.yaml"), "\uFEFFrule: c\nclass: base_event\nmap: {mesage: x}\n");
        Files.writeString(dir.resolve("4.yaml"), "# " + "x".repeat(5 << 20));
        assertThatThrownBy(() -> RuleSet.builder().directory(dir).build())
                .isInstanceOfSatisfying(RuleException.class, e -> assertThat(e.problems())
                        .extracting(p -> p.toString().replace(dir + File.separator, ""))
                        .containsExactly(
                                "1.yaml:3:11: this is no UTF-8; save the file in that encoding",
                                "2.yaml:1:1: this is no UTF-8; save the file in that encoding",
                                "3.yaml:3:7: base_event has no attribute 'mesage'; did you mean message?",
                                "4.yaml: the file is too long: at most 1048576 characters are read"));
    }

    @Test
    @DisplayName("two texts of one name are told apart")
    void sameName() {
        String rule = "rule: %s\nclass: base_event\nmatch: {has: %s}\nmap: {mesage: x}\n";
        assertThatThrownBy(() -> RuleSet.builder()
                        .text("x.yaml", rule.formatted("a", "a"))
                        .text("x.yaml", rule.formatted("b", "b"))
                        .build())
                .hasMessageContaining("\n  x.yaml:4:7: ")
                .hasMessageContaining("\n  x.yaml (2):4:7: ");
    }

    @Test
    @DisplayName("files that hold parts and no rule are told so")
    void partsOnly() {
        assertThatThrownBy(() -> build("part: p\nmap: {message: a}\n"))
                .hasMessage("x.yaml: there is no rule here, only what rules are made of");
    }

    @Test
    @DisplayName("what a file can make grow is bounded: parts in parts, rules upon rules, brackets in brackets")
    void growth() {
        StringBuilder fan = new StringBuilder("rule: r\nclass: base_event\ninclude: [{part: p0, with: {a: x}}]\n");
        for (int i = 0; i < 15; i++) {
            fan.append("---\npart: p%d\nparameters: {a: ~}\ninclude:\n".formatted(i));
            for (int j = 0; j < 20; j++) {
                fan.append("  - {part: p%d, with: {a: '${a}%d'}}\n".formatted(i + 1, j));
            }
        }
        fan.append("---\npart: p15\nparameters: {a: ~}\nmap: {'unmapped.${a}': x}\n");
        assertThatThrownBy(() -> build(fan.toString())).hasMessageContaining("a rule is made of at most 500");
        StringBuilder chain = new StringBuilder("rule: r0\nclass: base_event\n");
        for (int i = 1; i < 2_000; i++) {
            chain.append("---\nrule: r%d\nextends: r%d\nmatch: {has: f%d}\n".formatted(i, i - 1, i));
        }
        assertThatThrownBy(() -> build(chain.toString()))
                .hasMessageContaining("rules extend each other at most 16 deep");
        String head = "rule: a\nclass: base_event\n";
        assertThatThrownBy(() -> build(head + "map: {message: {template: '" + "[".repeat(8_000) + "'}}\n"))
                .hasMessageContaining("brackets go at most 16 deep");
        assertThatThrownBy(() -> build(head + "match: {matches: {a: '" + "(".repeat(4_000) + "'}}\n"))
                .isInstanceOf(RuleException.class);
        assertThatThrownBy(() -> build(head + "title: " + "x".repeat(20_000) + "\n"))
                .hasMessageContaining("x.yaml:3:8: a value has at most 16384 characters");
    }

    @Test
    @DisplayName("no more than a hundred problems are told")
    void many() {
        StringBuilder rule = new StringBuilder("rule: a\nclass: base_event\nmap:\n");
        for (int i = 0; i < 1_000; i++) {
            rule.append("  no_such_").append(i).append(": a\n");
        }
        assertThatThrownBy(() -> build(rule.toString())).isInstanceOfSatisfying(RuleException.class, e -> {
            assertThat(e.problems()).hasSize(100);
            assertThat(e).hasMessageStartingWith("1000 problems").hasMessageEndingWith("and 900 more");
        });
    }

    private static RuleSet build(String yaml) {
        return RuleSet.builder().text("x.yaml", yaml).build();
    }
}
