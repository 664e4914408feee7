package io.crosslog.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.Pipeline;
import io.crosslog.PipelineState;
import io.crosslog.PipelineStatus;
import io.crosslog.credentials.Credentials;
import io.crosslog.kafka.SaslMechanism;
import io.crosslog.loopback.kafka.LoopbackKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedKafka.class)
@DisplayName("A pipeline whose credentials are wrong, then right,")
class CredentialsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    Path directory;

    @Test
    @DisplayName("at the source is blocked with reason and advice, without the secret, then flows without a restart")
    void source(LoopbackKafka kafka) throws Exception {
        String logset = UUID.randomUUID().toString();
        kafka.setUser(logset, "AKID-old#old-secret");
        try (Clouds clouds = Clouds.open("source-key", kafka, directory, 1, 2);
                Traffic traffic = Traffic.over(kafka, clouds.topic(), 2)) {
            traffic.begin(200);
            Pipeline pipeline = clouds.route()
                    .pipeline(
                            "source-key",
                            clouds.route()
                                    .source()
                                    .sasl(SaslMechanism.PLAIN, () -> Credentials.of(logset, "AKID-new#new-secret"))
                                    .build(),
                            clouds.route().sink().build())
                    .build();
            try (Watched watched = Watched.start(pipeline)) {
                PipelineStatus blocked = watched.await(PipelineState.BLOCKED, "", PATIENCE);
                assertThat(blocked.reason()).isNotBlank();
                assertThat(blocked.advice()).isNotBlank();
                assertThat(blocked.toString()).doesNotContain("new-secret", "old-secret");

                kafka.setUser(logset, "AKID-new#new-secret");
                watched.await(PipelineState.RUNNING, "", PATIENCE);
                traffic.end();
                clouds.awaitAll(traffic, 0, PATIENCE);
                watched.awaitSettled(PATIENCE);
            }
            clouds.verdict(traffic, 0).check(0).checkNoDuplicates();
        }
    }

    @Test
    @DisplayName("at the sink, is blocked with reason and advice, without the secret, then flows without a restart")
    void sink(LoopbackKafka kafka) throws Exception {
        try (Clouds clouds = Clouds.open("sink-key", kafka, directory, 1, 2);
                Traffic traffic = Traffic.over(kafka, clouds.topic(), 2)) {
            traffic.begin(200);
            try (Watched watched = Watched.start(clouds.pipeline())) {
                clouds.awaitAccepted(100, PATIENCE);

                clouds.sls().accessKeys().put(Route.ACCESS_KEY, "changed-secret");
                PipelineStatus wrong = watched.await(PipelineState.BLOCKED, "SignatureNotMatch", PATIENCE);
                assertThat(wrong.advice()).isNotBlank();
                assertThat(wrong.toString()).doesNotContain(Route.ACCESS_SECRET, "changed-secret");

                clouds.sls().accessKeys().put(Route.ACCESS_KEY, Route.ACCESS_SECRET);
                watched.await(PipelineState.RUNNING, "", PATIENCE);
                clouds.awaitAccepted(50, PATIENCE);

                clouds.sls().accessKeys().deny(Route.ACCESS_KEY);
                assertThat(watched.await(PipelineState.BLOCKED, "Unauthorized", PATIENCE)
                                .advice())
                        .contains("log:PostLogStoreLogs");

                clouds.sls().accessKeys().allow(Route.ACCESS_KEY);
                watched.await(PipelineState.RUNNING, "", PATIENCE);
                traffic.end();
                clouds.awaitAll(traffic, 0, PATIENCE);
                watched.awaitSettled(PATIENCE);
            }
            clouds.verdict(traffic, 0).check(0).checkNoDuplicates();
        }
    }
}
