package io.crosslog.loopback.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The life of a loopback broker")
@Timeout(120)
class LoopbackKafkaLifecycleTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    @DisplayName("A closed broker in a child JVM leaves no process, no directory and no thread")
    void forkedLeavesNothing() {
        Set<Long> threads = threads();
        LoopbackKafka kafka = LoopbackKafka.builder().topic("waf", 1).start();
        Set<ProcessHandle> brokers = brokers();
        assertThat(brokers).isNotEmpty();
        kafka.produce("waf", TestClients.values("v", 10));
        kafka.close();
        kafka.close();
        assertThat(kafka.directory()).doesNotExist();
        assertThat(brokers).noneMatch(ProcessHandle::isAlive);
        Await.until("no thread is left", LIMIT, () -> threads.containsAll(threads()));
    }

    @Test
    @DisplayName(
            "A closed broker in the same JVM leaves no directory, and no thread but those of Kafka's static meters")
    void embeddedLeavesNothing() {
        LoopbackKafka kafka = LoopbackKafka.builder().embedded().topic("waf", 1).start();
        kafka.produce("waf", TestClients.values("v", 10));
        kafka.close();
        assertThat(kafka.directory()).doesNotExist();
        Await.until("no thread of the broker is left", LIMIT, () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().matches("(?i).*(kafka|controller|raft|log-cleaner|quorum).*")));
    }

    @Test
    @DisplayName("A broker that cannot start says why and leaves nothing")
    void failedStart(@TempDir Path elsewhere) throws IOException {
        Path file = Files.createFile(elsewhere.resolve("a-file"));
        LoopbackKafka.Builder hopeless = LoopbackKafka.builder()
                .property("log.dirs", file.resolve("below").toString());
        Set<ProcessHandle> before = brokers();
        assertThatThrownBy(hopeless::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ended with code 1")
                .hasMessageContaining("a-file");
        assertThat(brokers()).isEqualTo(before);
    }

    @Test
    @DisplayName("A broker whose JVM was killed ends and takes its directory with it")
    void orphaned() throws IOException {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedParent.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            Path directory = Path.of(said.readLine());
            Set<ProcessHandle> orphans = parent.descendants().collect(Collectors.toSet());
            assertThat(directory).isDirectory();
            assertThat(orphans).isNotEmpty();
            parent.destroyForcibly();
            Await.until("the broker has ended", LIMIT, () -> orphans.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(directory).doesNotExist();
        } finally {
            parent.destroyForcibly();
        }
    }

    private static Set<Long> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().equals("process reaper"))
                .map(Thread::getId)
                .collect(Collectors.toSet());
    }

    private static Set<ProcessHandle> brokers() {
        return ProcessHandle.current().children().collect(Collectors.toSet());
    }

    /** Starts a broker, says where, and waits to be killed. */
    static final class DoomedParent {
        private DoomedParent() {}

        public static void main(String[] args) throws IOException {
            try (LoopbackKafka kafka = LoopbackKafka.builder().start()) {
                System.out.println(kafka.directory());
                int end = System.in.read();
                System.out.println(end);
            }
        }
    }
}
