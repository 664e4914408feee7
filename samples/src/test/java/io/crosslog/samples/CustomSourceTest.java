package io.crosslog.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.Pipeline;
import io.crosslog.RunningPipeline;
import io.crosslog.checkpoint.FileCheckpointStore;
import io.crosslog.decode.TextDecoder;
import io.crosslog.spi.Source;
import io.crosslog.testkit.RecordingSink;
import io.crosslog.testkit.SourceContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample keeps the contract, and a pipeline of it goes on where it was. */
class CustomSourceTest extends SourceContract {

    @TempDir
    Path dir;

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i).toList();
    }

    @Override
    protected Source source() throws Exception {
        return new CustomSource("lines", Files.write(dir.resolve("log.txt"), lines(0, 1_200)));
    }

    @Override
    protected int records() {
        return 1_200;
    }

    @Test
    @DisplayName("A pipeline started again reads what was added, and only that")
    void goesOn() throws Exception {
        RecordingSink sink = RecordingSink.create();
        Pipeline pipeline = Pipeline.named("custom")
                .from(source())
                .decode(TextDecoder.create())
                .to(sink)
                .checkpoints(FileCheckpointStore.in(dir.resolve("checkpoints")))
                .build();
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(60))).isTrue();
        }
        Files.write(dir.resolve("log.txt"), lines(1_200, 1_300), StandardOpenOption.APPEND);
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(60))).isTrue();
            assertThat(running.failure()).isEmpty();
        }
        assertThat(sink.events().stream().map(event -> event.text("content").orElseThrow()))
                .containsExactlyElementsOf(lines(0, 1_300));
    }
}
