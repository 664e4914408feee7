package io.crosslog.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.testkit.GoldenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds the tables of pages to the rules: between {@code <!-- generated: <rule> -->} and {@code <!-- end -->} stands the table of
 * that rule. With {@code -Dcrosslog.golden=rewrite} the tables are written anew.
 */
public final class RuleTablePages {

    private static final Pattern TABLE =
            Pattern.compile("(<!-- generated: (\\S+) -->\n).*?(<!-- end -->)", Pattern.DOTALL);

    private RuleTablePages() {}

    /**
     * Compares the tables of some pages with the rules.
     *
     * @param rules the rules; each must have a table, and each table must be of one of them
     * @param pages the pages, relative to {@code docs}
     */
    public static void check(RuleSet rules, String... pages) throws IOException {
        Set<String> shown = new TreeSet<>();
        for (String page : pages) {
            Path file = Path.of("../docs").resolve(page);
            String document = Files.readString(file);
            String current = TABLE.matcher(document).replaceAll(table -> {
                assertThat(shown.add(table.group(2)))
                        .as(page + " has one table of " + table.group(2))
                        .isTrue();
                return Matcher.quoteReplacement(
                        table.group(1) + RuleTable.markdown(rules, table.group(2)) + table.group(3));
            });
            if ("rewrite".equals(System.getProperty(GoldenFiles.REWRITE))) {
                Files.writeString(file, current);
            } else {
                assertThat(document).as(page).isEqualTo(current);
            }
        }
        assertThat(shown).as("the rules that have tables").containsExactlyInAnyOrderElementsOf(rules.names());
    }
}
