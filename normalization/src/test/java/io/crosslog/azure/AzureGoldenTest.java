package io.crosslog.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.LogEvent;
import io.crosslog.ocsf.OcsfSchema;
import io.crosslog.ocsf.OcsfValidator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@DisplayName("Azure's records become the events that people have looked over")
class AzureGoldenTest {

    private static final AzureGolden GOLDEN = new AzureGolden(AzureRules.all());

    @TestFactory
    @DisplayName("as the golden files say")
    Stream<DynamicTest> golden() {
        return GOLDEN.all()
                .map(file -> DynamicTest.dynamicTest(file.expectation().toString(), file::check));
    }

    @TestFactory
    @DisplayName("each of them valid OCSF")
    Stream<DynamicTest> valid() {
        OcsfValidator validator = OcsfValidator.of(OcsfSchema.bundled());
        return GOLDEN.all()
                .map(file -> DynamicTest.dynamicTest(file.expectation().toString(), () -> {
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
}
