package io.crosslog.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.PartitionStatus;
import io.crosslog.Pipeline;
import io.crosslog.PipelineStatus;
import io.crosslog.loopback.kafka.LoopbackKafka;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedKafka.class)
@DisplayName("A group that readers join and leave")
class MembersTest {

    /** More than there are ever readers, so that each has one at least. */
    private static final int PARTITIONS = 12;

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    Path directory;

    @Test
    @DisplayName(
            "loses nothing, whether they are of the same process or of another, and leave in good order or by a crash")
    void joiningAndLeaving(LoopbackKafka kafka) throws Exception {
        try (Clouds clouds = Clouds.open("members", kafka, directory, 1, PARTITIONS);
                Traffic traffic = Traffic.over(kafka, clouds.topic(), PARTITIONS)) {
            traffic.begin(500);
            try (Watched first = Watched.start(twoReaders(clouds, "first"))) {
                clouds.awaitAccepted(200, PATIENCE);

                try (Watched second = Watched.start(twoReaders(clouds, "second"))) {
                    second.await("its share", status -> status.records().delivered() > 50, PATIENCE);
                    try (ImportProcess third = ImportProcess.start("third", false, clouds.route())) {
                        third.await(ImportMain.COMMITTED, PATIENCE);
                        third.kill();
                    }
                    clouds.awaitAccepted(200, PATIENCE);
                }
                first.await("all partitions again", status -> held(status) == PARTITIONS, PATIENCE);
                traffic.end();
                clouds.awaitAll(traffic, 0, PATIENCE);
                first.awaitSettled(PATIENCE);
                assertThat(first.status().troubles()).isEmpty();
            }
            clouds.verdict(traffic, 0).check(1);
        }
    }

    private static long held(PipelineStatus status) {
        return status.partitions().values().stream()
                .filter(PartitionStatus::held)
                .count();
    }

    private static Pipeline twoReaders(Clouds clouds, String name) {
        return clouds.route()
                .pipeline(
                        name,
                        clouds.route().source().build(),
                        clouds.route().sink().build())
                .settings(Route.settings().readers(2).build())
                .build();
    }
}
