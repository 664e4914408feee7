package io.crosslog.tencent;

import io.crosslog.normalize.RuleTablePages;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The tables of Tencent Cloud's logs in docs")
class TencentTablesTest {

    @Test
    @DisplayName("say what each rule does; -Dcrosslog.golden=rewrite writes them anew")
    void tables() throws IOException {
        RuleTablePages.check(
                TencentRules.all().rules(), "tencent-waf.md", "tencent-cloud-firewall.md", "tencent-flow-logs.md");
    }
}
