package io.crosslog.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    private static final Path ROOT = Path.of("..");

    @Test
    @DisplayName("The README's Java is code that compiles")
    void compiles() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/crosslog/samples/ReadmeSnippets.java"));
        List<String> snippets = blocks(source, "(?s) *// tag::\\w+\\n(.*?) *// end::\\w+");
        List<String> blocks = blocks(Files.readString(ROOT.resolve("README.md")), "(?s)```java\\n(.*?)```");
        assertThat(blocks).isNotEmpty().containsExactlyElementsOf(snippets);
    }

    @Test
    @DisplayName("What the README and the other documents point to is there")
    void links() throws IOException {
        List<Path> documents = new ArrayList<>();
        documents.add(ROOT.resolve("README.md"));
        documents.add(ROOT.resolve("CONTRIBUTING.md"));
        documents.add(ROOT.resolve("SECURITY.md"));
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            docs.filter(doc -> doc.toString().endsWith(".md")).forEach(documents::add);
        }
        Pattern link = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
        for (Path document : documents) {
            Matcher matcher = link.matcher(Files.readString(document));
            while (matcher.find()) {
                assertThat(document.resolveSibling(matcher.group(1)))
                        .as("link in " + document)
                        .exists();
            }
        }
    }

    private static List<String> blocks(String text, String pattern) {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            blocks.add(matcher.group(1).stripTrailing().stripIndent());
        }
        return blocks;
    }
}
