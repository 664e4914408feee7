package io.crosslog.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.normalize.RuleSet;
import io.crosslog.normalize.RuleTables;
import io.crosslog.tencent.TencentRules.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The tables of Tencent Cloud's logs in docs")
class TencentTablesTest {

    private static final Path DOCUMENTS = Path.of("../docs");
    private static final String BEGIN = "<!-- generated: %s -->\n";
    private static final String END = "<!-- end -->";
    private static final Map<String, List<Kind>> PAGES = Map.of(
            "tencent-waf.md",
            List.of(Kind.WAF_ATTACK, Kind.WAF_ACCESS),
            "tencent-cloud-firewall.md",
            List.of(
                    Kind.CFW_ACCESS_CONTROL,
                    Kind.CFW_INTRUSION,
                    Kind.CFW_TRAFFIC,
                    Kind.CFW_DNS,
                    Kind.CFW_OPERATION,
                    Kind.CFW_LOGIN,
                    Kind.CFW_COMMAND,
                    Kind.CFW_WEB_ACCESS),
            "tencent-flow-logs.md",
            List.of(Kind.FLOW_LOG, Kind.ESG_FLOW));

    @Test
    @DisplayName("are there for every kind of log")
    void complete() {
        TreeSet<Kind> kinds = new TreeSet<>();
        PAGES.values().forEach(kinds::addAll);
        assertThat(kinds).containsExactlyElementsOf(Arrays.asList(Kind.values()));
    }

    @Test
    @DisplayName("say what the rules do; -Dcrosslog.golden=rewrite writes them anew")
    void tables() throws IOException {
        RuleSet rules = TencentRules.all().rules();
        for (Map.Entry<String, List<Kind>> page : PAGES.entrySet()) {
            Path file = DOCUMENTS.resolve(page.getKey());
            String document = Files.readString(file);
            String current = document;
            for (Kind kind : page.getValue()) {
                String begin = BEGIN.formatted(kind.rule());
                assertThat(current).contains(begin);
                int from = current.indexOf(begin) + begin.length();
                int to = current.indexOf(END, from);
                current = current.substring(0, from) + RuleTables.of(rules, kind.rule()) + current.substring(to);
            }
            if ("rewrite".equals(System.getProperty("crosslog.golden"))) {
                Files.writeString(file, current);
            } else {
                assertThat(document).isEqualTo(current);
            }
        }
    }
}
