package io.crosslog.normalize;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/** Tells why a text is no YAML in words that help a person who writes rules. Stateless. */
final class YamlSyntax {

    private static final int MOST_SHOWN = 80;
    private static final String END = "found unexpected end of stream";
    private static final String INDENTED = "; is it indented like the lines that it belongs to?";

    /** What the parser's own words mean for whoever wrote the file, by how they begin; the first that fits. */
    private static final List<Map.Entry<String, String>> MEANING = List.of(
            Map.entry(
                    "mapping values are not allowed here",
                    "a ': ' cannot stand here; quote the text that it is in, or indent the line like those it belongs to"),
            Map.entry("expected <block end>", "this does not fit in with what stands above it" + INDENTED),
            Map.entry("could not find expected ':'", "a 'name: value' was expected" + INDENTED),
            Map.entry("expected ',' or ']'", "a list in brackets goes on without a comma, or is never closed"),
            Map.entry("expected ',' or '}'", "a mapping in braces goes on without a comma, or is never closed"),
            Map.entry("expected '<document start>'", "this stands outside of a document; '---' begins another one"),
            Map.entry("found character '\\t", "there is a tab here; indent with spaces"),
            Map.entry("found character", "a text that begins so must be quoted"),
            Map.entry("found undefined alias", "a text that begins with * must be quoted"),
            Map.entry(END, "a quote that was opened is never closed"));

    private YamlSyntax() {}

    /** Notes what the parser found wrong. */
    static void wrong(YamlFile file, String text, YamlEngineException e) {
        if (e instanceof MarkedYamlEngineException marked) {
            // What is never closed is wrong where it was opened, and not at the end of the file.
            Optional<Mark> begin = marked.getContextMark();
            Optional<Mark> mark = marked.getProblem().startsWith(END)
                    ? begin.or(marked::getProblemMark)
                    : marked.getProblemMark().or(() -> begin);
            int line = mark.map(m -> m.getLine() + 1).orElse(0);
            int column = mark.map(m -> m.getColumn() + 1).orElse(0);
            String opened = marked.getProblem().startsWith("expected ','")
                    ? begin.map(m -> "; it begins in line " + (m.getLine() + 1)).orElse("")
                    : "";
            file.wrong(line, column, "no YAML" + shown(text, line) + ": " + meaning(marked.getProblem()) + opened);
        } else if (e instanceof ReaderException reader) {
            int at = text.offsetByCodePoints(0, Math.min(reader.getPosition(), text.codePointCount(0, text.length())));
            wrong(
                    file,
                    text,
                    at,
                    "no YAML: the character U+%04X cannot stand in a text".formatted(reader.getCodePoint()));
        } else if (e instanceof YamlVersionException) {
            wrong(
                    file,
                    text,
                    Math.max(0, text.indexOf("%YAML")),
                    "no YAML of a version that is known; leave this line out");
        } else {
            file.wrong(0, 0, "no YAML: " + e.getMessage());
        }
    }

    /** Notes a problem at a place in the text. */
    static void wrong(YamlFile file, String text, int at, String message) {
        int line = 1;
        int begin = 0;
        for (int i = 0; i < at; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                begin = i + 1;
            }
        }
        file.wrong(line, text.codePointCount(begin, at) + 1, message);
    }

    private static String meaning(String problem) {
        return MEANING.stream()
                .filter(entry -> problem.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(problem);
    }

    /** The line as far as a person needs it to find the place. */
    private static String shown(String text, int line) {
        String found = line == 0
                ? ""
                : text.lines().skip(line - 1).findFirst().orElse("").strip();
        if (found.isEmpty()) {
            return "";
        }
        return " at '" + (found.length() > MOST_SHOWN ? found.substring(0, MOST_SHOWN) + "…" : found) + "'";
    }
}
