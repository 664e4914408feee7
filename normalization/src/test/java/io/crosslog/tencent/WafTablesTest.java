package io.crosslog.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.normalize.RuleSet;
import io.crosslog.normalize.RuleTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The tables in docs/tencent-waf.md")
class WafTablesTest {

    private static final Path DOCUMENT = Path.of("../docs/tencent-waf.md");
    private static final String BEGIN = "<!-- generated: %s -->\n";
    private static final String END = "<!-- end -->";

    @Test
    @DisplayName("say what the rules do; -Dcrosslog.golden=rewrite writes them anew")
    void tables() throws IOException {
        RuleSet rules = TencentRules.waf().rules();
        String document = Files.readString(DOCUMENT);
        String current = document;
        for (String rule : rules.names()) {
            String begin = BEGIN.formatted(rule);
            int from = current.indexOf(begin) + begin.length();
            int to = current.indexOf(END, from);
            assertThat(current).contains(begin);
            current = current.substring(0, from) + RuleTables.of(rules, rule) + current.substring(to);
        }
        if ("rewrite".equals(System.getProperty("crosslog.golden"))) {
            Files.writeString(DOCUMENT, current);
        } else {
            assertThat(document).isEqualTo(current);
        }
    }
}
