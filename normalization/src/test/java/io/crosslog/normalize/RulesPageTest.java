package io.crosslog.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.decode.JsonDecoder;
import io.crosslog.model.LogEvent;
import io.crosslog.testkit.Parsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The page on the rule language")
class RulesPageTest {

    @Test
    @DisplayName("shows a whole rule that does what the page says")
    void wholeRule() throws IOException {
        String page = Files.readString(Path.of("../docs/rules.md"));
        String rule = match(page, "A whole rule:\n\n((?:    .*\n)+)").stripIndent();
        String record = match(page, "Given `([^`]+)`");
        LogEvent event = Parsers.parse(
                        JsonDecoder.create(),
                        RuleNormalizer.of(
                                RuleSet.builder().text("rules.md", rule).build()),
                        record)
                .events()
                .get(0);
        assertThat(event.text("class_uid")).contains("4002");
        assertThat(event.text("action_id")).contains("2");
        assertThat(event.text("unmapped")).contains("{\"x\":1}");
        assertThat(event.text("time")).contains("1741097777000");
    }

    @Test
    @DisplayName("names every section, conversion, condition and form that there is")
    void complete() throws IOException {
        String page = Files.readString(Path.of("../docs/rules.md"));
        for (List<String> names : List.of(
                RuleText.OF_RULE,
                RuleText.OF_PART,
                MappingOptions.NAMES,
                Conversions.NAMES,
                ConditionReader.KINDS,
                Openers.NAMES,
                Timestamps.NAMES,
                FieldPath.BESIDE)) {
            for (String name : names) {
                assertThat(page).contains(name);
            }
        }
    }

    private static String match(String page, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(page);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }
}
