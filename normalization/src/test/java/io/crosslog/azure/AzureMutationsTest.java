package io.crosslog.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.normalize.RuleMutations;
import io.crosslog.normalize.RuleNormalizer;
import io.crosslog.normalize.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tries 100 of some thousand changes; with {@code -Dcrosslog.mutations=all}, each of them, and with names of rule files, parted
 * by commas, each in these files.
 */
@DisplayName("Whatever is changed in a rule for Azure, a golden file notices")
class AzureMutationsTest {

    private static final Path DIRECTORY = Path.of("src/main/resources/io/crosslog/rules/azure");
    private static final String RESOURCES = "io/crosslog/rules/azure/";
    private static final int FEW = 100;

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES) // with crosslog.mutations=all
    @DisplayName("each mapping, word, condition, setting and constant, of rules and of their parts")
    void none() throws IOException {
        RuleSet rules = rules();
        AzureGolden golden = new AzureGolden(RuleNormalizer.of(rules));
        assertThat(golden.notices(RuleNormalizer.of(rules))).isFalse();
        assertThat(tried(rules).unnoticed(golden::notices)).isEmpty();
    }

    private static RuleMutations tried(RuleSet rules) throws IOException {
        String asked = System.getProperty("crosslog.mutations", "");
        if (asked.endsWith(".yaml")) {
            return of(rules, Arrays.stream(asked.split(",")));
        }
        RuleMutations all = of(rules, files().stream());
        assertThat(all.all()).hasSizeGreaterThan(6_000);
        return asked.equals("all") ? all : all.some(FEW);
    }

    private static RuleMutations of(RuleSet rules, Stream<String> files) {
        return RuleMutations.of(rules, files.map(file -> RESOURCES + file).toArray(String[]::new));
    }

    /** The built-in rules, and the parts that they share as if a user had brought them. */
    private static RuleSet rules() throws IOException {
        RuleSet.Builder builder = RuleSet.builder().include(AzureRules.all().rules());
        for (String file : files()) {
            if (Files.readAllLines(DIRECTORY.resolve(file)).stream().anyMatch(line -> line.startsWith("part: "))) {
                builder.resource(RESOURCES + file);
            }
        }
        return builder.build();
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
