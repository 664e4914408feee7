package io.crosslog.tencent;

import io.crosslog.normalize.RuleNormalizer;
import io.crosslog.normalize.RuleSet;
import io.crosslog.tencent.TencentRules.Kind;
import io.crosslog.testkit.GoldenFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The golden files of Tencent Cloud's logs, with the rules as they are, and with another setting for each of two directories. The
 * topic {@code operations} is said to hold operation logs. Immutable and thread-safe.
 */
final class TencentGolden {

    private static final Path DIRECTORY = Path.of("src/test/resources/io/crosslog/tencent");

    private final List<GoldenFiles.Golden> plain;
    private final List<GoldenFiles.Golden> toSource;
    private final List<GoldenFiles.Golden> fromSource;

    TencentGolden(RuleSet rules) {
        plain = Stream.of("cfw", "flow", "waf")
                .flatMap(name -> in(name, rules).stream())
                .toList();
        toSource = in("cfw-in-to-source", inMeans(rules, "to-source"));
        fromSource = in("cfw-in-from-source", inMeans(rules, "from-source"));
    }

    /** The built-in rules. */
    static RuleSet rules() {
        return TencentRules.builder()
                .kind("operations", Kind.CFW_OPERATION)
                .all()
                .rules();
    }

    Stream<GoldenFiles.Golden> all() {
        return Stream.of(plain, toSource, fromSource).flatMap(List::stream);
    }

    /** Whether any file notices that the rules were changed. */
    boolean notices(RuleNormalizer changed) {
        RuleSet rules = changed.rules();
        return GoldenFiles.notice(plain, changed)
                || GoldenFiles.notice(toSource, RuleNormalizer.of(inMeans(rules, "to-source")))
                || GoldenFiles.notice(fromSource, RuleNormalizer.of(inMeans(rules, "from-source")));
    }

    private static RuleSet inMeans(RuleSet rules, String value) {
        return RuleSet.builder().include(rules).setting("in_means", value).build();
    }

    private static List<GoldenFiles.Golden> in(String name, RuleSet rules) {
        return GoldenFiles.in(DIRECTORY.resolve(name), ClsDecoder.create(), RuleNormalizer.of(rules));
    }
}
