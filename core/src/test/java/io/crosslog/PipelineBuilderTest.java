package io.crosslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineBuilderTest {

    @Test
    @DisplayName("Reports everything that is wrong with a pipeline at once, by name")
    void allProblems() {
        TestSource source = new TestSource();
        source.remembers = false;
        assertThatThrownBy(() ->
                        TestPipeline.of("../etc/passwd", source, new TestSink()).build())
                .isInstanceOfSatisfying(ConfigurationException.class, e -> assertThat(e.problems())
                        .hasSize(2))
                .hasMessageContaining("name was '../etc/passwd'")
                .hasMessageContaining("checkpoint store")
                .hasMessageContaining("2 problems");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", ".hidden", "-x", "a/b", "ä", "a\nb"})
    @DisplayName("A name that is unfit for threads and files is refused")
    void badNames(String name) {
        assertThatThrownBy(() ->
                        TestPipeline.of(name, new TestSource(), new TestSink()).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("name was");
    }

    @Test
    @DisplayName("A built pipeline is not changed by what its builder is told afterwards")
    void frozen() throws Exception {
        TestSource source = new TestSource().with("a", 5);
        source.partitions.get("a").set(2, "bad");
        TestPipeline.Rejections rejections = new TestPipeline.Rejections();
        Pipeline.Builder builder = TestPipeline.of("frozen", source, new TestSink());
        Pipeline pipeline = builder.build();
        builder.rejectTo(rejections.handler);
        assertThat(pipeline.name()).isEqualTo("frozen");
        assertThat(pipeline.toString()).isEqualTo("pipeline 'frozen' from test to memory");
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.status().state()).isEqualTo(PipelineState.FAILED);
        }
        assertThat(rejections.kept).isEmpty();
    }

    @Test
    @DisplayName("Settings report every value out of its range at once")
    void settings() {
        assertThatThrownBy(() -> PipelineSettings.builder()
                        .readers(0)
                        .writesInFlight(1_000)
                        .bufferedBytes(0)
                        .retryDelays(Duration.ofSeconds(2), Duration.ofSeconds(1))
                        .blockedBeat(Duration.ZERO)
                        .giveUpBlockedAfter(Duration.ofSeconds(-1))
                        .drainTime(Duration.ofDays(10_000))
                        .checkpointInterval(Duration.ofSeconds(-3))
                        .build())
                .isInstanceOfSatisfying(ConfigurationException.class, e -> assertThat(e.problems())
                        .hasSize(8)
                        .anyMatch(problem -> problem.equals("readers was 0 but must be from 1 to 256")));
    }

    @Test
    @DisplayName("The defaults are those that the documentation names")
    void defaults() {
        PipelineSettings settings = PipelineSettings.defaults();
        assertThat(settings.readers()).isEqualTo(1);
        assertThat(settings.writesInFlight()).isEqualTo(4);
        assertThat(settings.bufferedBytes()).isEqualTo(64L * 1024 * 1024);
        assertThat(settings.minRetryDelay()).isEqualTo(Duration.ofMillis(100));
        assertThat(settings.maxRetryDelay()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.blockedBeat()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.giveUpBlockedAfter()).isEmpty();
        assertThat(settings.drainTime()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.checkpointInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.rejectionLimit().first()).isEqualTo(1_000);
        assertThat(settings.rejectionLimit().window()).isEqualTo(10_000);
        assertThat(settings.rejectionLimit().share()).isEqualTo(0.5);
        assertThat(settings.toString()).doesNotContain("\n");
    }

    @Test
    @DisplayName("Limits out of their range are refused")
    void limits() {
        assertThatThrownBy(() -> RejectionLimit.of(0, 10, 0.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RejectionLimit.of(1, 10, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RejectionLimit.of(1, 10, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MemoryBudget.of(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(List.of(
                        RejectionLimit.off().isOff(), RejectionLimit.standard().isOff()))
                .containsExactly(true, false);
    }
}
