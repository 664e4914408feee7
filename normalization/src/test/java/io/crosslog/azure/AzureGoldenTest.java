package io.crosslog.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.LogEvent;
import io.crosslog.ocsf.OcsfSchema;
import io.crosslog.ocsf.OcsfValidator;
import io.crosslog.spi.Normalizer;
import io.crosslog.testkit.GoldenFiles;
import io.crosslog.testkit.GoldenFiles.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@DisplayName("Azure's records become the events that people have looked over")
class AzureGoldenTest {

    private static final Path DIRECTORY = Path.of("src/test/resources/io/crosslog/azure");
    private static final Normalizer ALL = AzureRules.all();

    @TestFactory
    @DisplayName("as the golden files say")
    Stream<DynamicTest> golden() throws IOException {
        return files().map(file -> DynamicTest.dynamicTest(file.expectation().toString(), file::check));
    }

    @TestFactory
    @DisplayName("each of them valid OCSF")
    Stream<DynamicTest> valid() throws IOException {
        OcsfValidator validator = OcsfValidator.of(OcsfSchema.bundled());
        return files().map(file -> DynamicTest.dynamicTest(file.expectation().toString(), () -> {
            List<LogEvent> events = file.parse().events();
            assertThat(events).isNotEmpty();
            for (LogEvent event : events) {
                byte[] json = event.toJson().getBytes(StandardCharsets.UTF_8);
                assertThat(validator.validate(json).problems())
                        .as(event.toJson())
                        .isEmpty();
            }
        }));
    }

    /** All directories beside each other: a category, or several of one kind; the fuzz test's has no golden files. */
    private static Stream<Golden> files() throws IOException {
        try (Stream<Path> directories = Files.list(DIRECTORY)) {
            return directories
                    .filter(directory -> !directory.endsWith("AzureFuzzTestInputs"))
                    .sorted()
                    .toList()
                    .stream()
                    .flatMap(directory -> GoldenFiles.in(directory, AzureDecoder.create(), ALL).stream());
        }
    }
}
