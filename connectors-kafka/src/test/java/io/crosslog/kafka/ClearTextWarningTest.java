package io.crosslog.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.credentials.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A secret that crosses a public network in clear")
class ClearTextWarningTest {

    @Test
    @DisplayName("is warned of once for each source, and not printed")
    void once() {
        KafkaSettings settings = KafkaSource.builder()
                .name("far-away")
                .bootstrapServers("203.0.113.9:9096")
                .topics("waf")
                .group("soc")
                .sasl(SaslMechanism.PLAIN, () -> Credentials.of("reader", "s3cr3t"))
                .draft
                .settings("test", new Problems());
        ClearTextWarning warning = new ClearTextWarning();
        String logged = logOf(() -> {
            warning.giveOnce(settings);
            warning.giveOnce(settings);
        });
        assertThat(logged).doesNotContain("s3cr3t").containsOnlyOnce("in clear").contains("'far-away'", "203.0.113.9");
    }

    private static String logOf(Runnable action) {
        PrintStream before = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return captured.toString(StandardCharsets.UTF_8);
    }
}
