package io.crosslog.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.loopback.kafka.LoopbackKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedKafka.class)
@DisplayName("A pipeline that is killed with SIGKILL again and again")
class KillTest {

    private static final int PARTITIONS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0} kills, positions kept in {1}")
    @CsvSource({"2, kafka", "1, files"})
    @DisplayName("loses nothing, and what comes twice has the same id")
    void losesNothing(int kills, String positions, LoopbackKafka kafka) throws Exception {
        campaign(kills, positions, kafka, 400);
    }

    @Tag("campaign")
    @Timeout(900)
    @ParameterizedTest(name = "{0} kills, positions kept in {1}")
    @CsvSource({"20, kafka", "20, files"})
    @DisplayName("loses nothing, and what comes twice has the same id, in the long run")
    void losesNothingInTheLongRun(int kills, String positions, LoopbackKafka kafka) throws Exception {
        campaign(kills, positions, kafka, 1_000);
    }

    @SuppressWarnings("SystemOut")
    private void campaign(int kills, String positions, LoopbackKafka kafka, int perSecond) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int beforeCommit = 0;
        String name = kills + " kills with positions in " + positions + ", seed " + seed;
        try (Clouds clouds = Clouds.open("kill", kafka, directory, 1, PARTITIONS);
                Traffic traffic = Traffic.over(kafka, clouds.topic(), PARTITIONS)) {
            traffic.produce(500);
            traffic.begin(perSecond);
            boolean files = positions.equals("files");
            for (int kill = 0; kill < kills; kill++) {
                try (ImportProcess process = ImportProcess.start("kill", files, clouds.route())) {
                    beforeCommit += strike(process, kill, random) ? 1 : 0;
                }
            }
            try (ImportProcess process = ImportProcess.start("kill", files, clouds.route())) {
                process.await(ImportMain.COMMITTED, PATIENCE);
                traffic.end();
                clouds.awaitAll(traffic, 0, PATIENCE);
                process.finish();
            }
            System.out.println(name + ", " + beforeCommit + " of them before the first commit of their process");
            Verdict verdict = clouds.verdict(traffic, 0).check(kills);
            assertThat(verdict.accepted().records()).isPositive();
            assertThat(beforeCommit).as("kills before the first commit").isGreaterThanOrEqualTo(kills / 10);
        }
    }

    /** Kills it within its first second of reading, or some time after its first commit; tells whether it was before. */
    private static boolean strike(ImportProcess process, int kill, Random random)
            throws IOException, InterruptedException {
        boolean early = kill % 2 == 0;
        process.await(early ? ImportMain.READING : ImportMain.COMMITTED, PATIENCE);
        Waiting.pause(Duration.ofMillis(random.nextInt(early ? 700 : 1_500)));
        process.kill();
        return !process.hasSaid(ImportMain.COMMITTED);
    }
}
