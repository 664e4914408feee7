package io.crosslog.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.LogEvent;
import io.crosslog.ocsf.OcsfSchema;
import io.crosslog.ocsf.OcsfValidator;
import io.crosslog.testkit.GoldenFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@DisplayName("Records of Cloud Firewall, flow logs and WAF become the events that people have looked over")
class TencentGoldenTest {

    @TestFactory
    @DisplayName("as the golden files say")
    Stream<DynamicTest> golden() {
        return files().map(file -> DynamicTest.dynamicTest(file.name(), file::check));
    }

    @TestFactory
    @DisplayName("each of them valid OCSF")
    Stream<DynamicTest> valid() {
        OcsfValidator validator = OcsfValidator.of(OcsfSchema.bundled());
        return files().map(file -> DynamicTest.dynamicTest(file.name(), () -> {
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

    private static Stream<GoldenFiles.Golden> files() {
        return new TencentGolden(TencentGolden.rules()).all();
    }
}
