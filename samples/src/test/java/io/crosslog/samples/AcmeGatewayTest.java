package io.crosslog.samples;

import io.crosslog.decode.JsonDecoder;
import io.crosslog.normalize.RuleNormalizer;
import io.crosslog.normalize.RuleSet;
import io.crosslog.testkit.GoldenFiles;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@DisplayName("A new vendor's log, added by a rule file and golden files")
class AcmeGatewayTest {

    @TestFactory
    @DisplayName("gives the events that were looked over")
    Stream<DynamicTest> golden() {
        RuleSet rules =
                RuleSet.builder().directory(Path.of("acme-gateway/rules")).build();
        return GoldenFiles.in(Path.of("acme-gateway/golden"), JsonDecoder.create(), RuleNormalizer.of(rules)).stream()
                .map(golden -> DynamicTest.dynamicTest(golden.name(), golden::check));
    }
}
