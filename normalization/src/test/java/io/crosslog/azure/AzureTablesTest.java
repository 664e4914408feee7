package io.crosslog.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.normalize.RuleSet;
import io.crosslog.normalize.RuleTable;
import io.crosslog.testkit.GoldenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The tables of Azure's logs in docs")
class AzureTablesTest {

    private static final Path DOCUMENTS = Path.of("../docs");
    private static final String BEGIN = "<!-- generated: categories -->\n";
    private static final String END = "<!-- end -->";

    @Test
    @DisplayName("say of each category which class it becomes, what is mapped and what is left")
    void categories() throws IOException {
        String document = Files.readString(DOCUMENTS.resolve("azure.md"));
        int from = document.indexOf(BEGIN) + BEGIN.length();
        int to = document.indexOf(END, from);
        assertThat(from).isGreaterThan(BEGIN.length());
        assertThat(to).isGreaterThanOrEqualTo(from);
        hold(
                "azure.md",
                document.substring(0, from) + AzureCategoryTable.ofFixtures().markdown() + document.substring(to));
    }

    @Test
    @DisplayName("say of each rule where its attributes come from")
    void fields() throws IOException {
        RuleSet rules = AzureRules.all().rules();
        StringBuilder page = new StringBuilder("""
                # Azure and Entra ID, rule by rule

                What [azure.md](azure.md) says of categories, this page says of attributes. It is generated from the rules.
                """);
        for (String rule : rules.names()) {
            page.append("\n## ").append(rule).append("\n\n").append(RuleTable.markdown(rules, rule));
        }
        hold("azure-fields.md", page.toString());
    }

    /** Compares a page with what it should say, or writes it anew with {@code -Dcrosslog.golden=rewrite}. */
    private static void hold(String name, String text) throws IOException {
        Path page = DOCUMENTS.resolve(name);
        if ("rewrite".equals(System.getProperty(GoldenFiles.REWRITE))) {
            Files.writeString(page, text);
        } else {
            assertThat(Files.readString(page)).as(name).isEqualTo(text);
        }
    }
}
