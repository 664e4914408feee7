package io.crosslog.samples;

import io.crosslog.azure.AzureRules;
import io.crosslog.normalize.RuleNormalizer;
import io.crosslog.normalize.RuleSet;
import io.crosslog.spi.Normalizer;
import io.crosslog.tencent.TencentRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Normalizers by what a command line says: {@code none}, a built-in set, {@code rules:<path>} for a rule file or a directory of
 * them, {@code tencent+rules:<path>} for one that changes a built-in set.
 */
final class NormalizerChoice {

    static final String KNOWN =
            "none, azure, tencent, rules:<file or directory>, azure+rules:<...>, tencent+rules:<...>";

    private static final String OWN = "rules:";
    private static final Map<String, Supplier<RuleSet>> BUILT_IN =
            new TreeMap<>(Map.of("azure", () -> AzureRules.all().rules(), "tencent", () -> TencentRules.all()
                    .rules()));

    private NormalizerChoice() {}

    /**
     * The normalizer that a name stands for.
     *
     * @return the normalizer, or null if the name stands for none
     * @throws io.crosslog.normalize.RuleException if anything is wrong in a rule file
     */
    static @Nullable Normalizer of(String name) {
        if (name.equals("none")) {
            return Normalizer.none();
        }
        int own = name.indexOf(OWN);
        String builtIn = own < 0 ? name : name.substring(0, own).replaceFirst("\\+$", "");
        Supplier<RuleSet> rules = BUILT_IN.get(builtIn);
        if (rules == null && own != 0) {
            return null;
        } else if (own < 0) {
            return rules == null ? null : RuleNormalizer.of(rules.get());
        }
        RuleSet.Builder all = RuleSet.builder();
        // What is added first is asked first, so own rules come before built-in ones, and changes may stand anywhere.
        Path path = Path.of(name.substring(own + OWN.length()));
        if (Files.isDirectory(path)) {
            all.directory(path);
        } else {
            all.file(path);
        }
        if (rules != null) {
            all.include(rules.get());
        }
        return RuleNormalizer.of(all.build());
    }
}
