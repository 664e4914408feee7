package io.crosslog.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.Position;
import io.crosslog.spi.Checkpoints;
import io.crosslog.spi.StaleClaimException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Processes on one host that share a file of H2")
final class H2ProcessesTest {

    private static final long LEASE_MILLIS = 5_000;

    @TempDir
    Path directory;

    @Test
    @DisplayName("hold a partition one at a time, and go on where one was that is killed, though it served the file")
    void killed() throws Exception {
        try (Child serving = new Child(directory);
                Child other = new Child(directory);
                Child third = new Child(directory)) {
            assertThat(serving.ask("claim")).isEqualTo("at the start");
            assertThat(serving.ask("save v1:1")).isEqualTo("saved");
            assertThat(other.ask("claim")).isEqualTo("refused");
            assertThat(other.ask("save v1:2")).isEqualTo("refused");
            serving.kill();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            String answer = other.ask("claim");
            while (!answer.equals("at v1:1")) {
                assertThat(System.nanoTime()).as("taken over, not " + answer).isLessThan(end);
                TimeUnit.MILLISECONDS.sleep(50);
                answer = other.ask("claim");
            }
            assertThat(other.ask("save v1:2")).isEqualTo("saved");
            assertThat(third.ask("claim")).isEqualTo("refused");
            assertThat(other.ask("close")).isEqualTo("closed");
            assertThat(third.ask("claim")).isEqualTo("at v1:2");
        }
    }

    /** A process that does as it is told. */
    private static final class Child implements AutoCloseable {

        private final Process process;
        private final PrintStream told;
        private final BufferedReader says;

        Child(Path directory) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-Dh2.bindAddress=127.0.0.1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Sharing.class.getName(),
                            directory.resolve("checkpoints").toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            told = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
            says = process.inputReader(StandardCharsets.UTF_8);
            assertThat(says.readLine()).isEqualTo("ready");
        }

        String ask(String what) throws IOException {
            told.println(what);
            return String.valueOf(says.readLine());
        }

        void kill() {
            process.destroyForcibly().onExit().join();
        }

        @Override
        public void close() {
            kill();
        }
    }

    /** What such a process runs. */
    static final class Sharing {

        private Sharing() {}

        public static void main(String[] args) throws Exception {
            JdbcDataSource source = new JdbcDataSource();
            source.setURL("jdbc:h2:file:" + args[0] + ";AUTO_SERVER=TRUE");
            JdbcCheckpointStore store =
                    new JdbcCheckpointStore(new JdbcSettings(source, "crosslog_", null, LEASE_MILLIS, 10, true));
            Checkpoints held = store.open("pipeline", "source");
            System.out.println("ready");
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                System.out.println(answer(held, command));
            }
        }

        private static String answer(Checkpoints held, String command) {
            try {
                if (command.equals("claim")) {
                    Optional<Position> from = held.claim("a");
                    return from.map(p -> "at " + (p.isStart() ? "the start" : p.token()))
                            .orElse("refused");
                }
                if (command.equals("close")) {
                    held.close();
                    return "closed";
                }
                held.save(List.of(Position.of("a", command.substring("save ".length()))));
                return "saved";
            } catch (StaleClaimException e) {
                return "refused";
            } catch (IOException e) {
                return "failed: " + e.getMessage();
            }
        }
    }
}
