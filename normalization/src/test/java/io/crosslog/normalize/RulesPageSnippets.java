package io.crosslog.normalize;

import io.crosslog.credentials.Secret;
import io.crosslog.spi.Normalizer;
import io.crosslog.tencent.TencentRules;
import java.nio.file.Path;

/** What docs/rules.md shows of Java, so that it compiles; {@link RulesPageTest} compares. */
final class RulesPageSnippets {

    private RulesPageSnippets() {}

    static Normalizer use() {
        RuleSet rules = RuleSet.builder().file(Path.of("acme-proxy.yaml")).build();
        Normalizer normalizer = RuleNormalizer.of(rules);
        return normalizer;
    }

    static RuleSet key(Secret key) {
        RuleSet masked = RuleSet.builder()
                .file(Path.of("acme-proxy.yaml"))
                .maskKey(key) // at least 16 bytes, from a vault
                .build();
        return masked;
    }

    static RuleSet change() {
        RuleSet mine = RuleSet.builder()
                .include(TencentRules.waf().rules())
                .directory(Path.of("rules"))
                .resource("io/crosslog/normalize/acme-extra.yaml")
                .override("tencent/waf-attack", "severity_id: {from: risk_level, values: {1: Low, 2: Medium, 3: High}}")
                .override("tencent/waf-access", "message: null")
                .setting("tencent/*", "zone", "Asia/Singapore")
                .assign("tencent.topic", "t-1", "tencent/waf-attack")
                .rawData(65_536)
                .build();
        return mine;
    }
}
