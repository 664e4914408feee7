package io.crosslog.loopback.sls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.log.common.Logs;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What was accepted")
class KeepingTest {
    @TempDir
    Path directory;

    @Test
    @DisplayName("is kept in the order of acceptance, with counts and bytes for each logstore")
    void order() throws IOException, InterruptedException {
        try (LoopbackSls sls = endpoint().start()) {
            Logs.LogGroup group = Groups.of("t", 2);
            SignedPost.of(group).send(sls);
            SignedPost.of(group).path("/logstores/audit/shards/lb").send(sls);
            SignedPost.of(group).send(sls);

            SlsLogstore waf = sls.logstore("soc-prod", "waf");
            assertThat(waf.logs()).extracting(SlsLog::sequence).containsExactly(0L, 1L, 2L, 3L);
            assertThat(waf.logs()).extracting(log -> log.field("uid")).containsExactly("t-0", "t-1", "t-0", "t-1");
            assertThat(waf.logs().get(0).field("nothing")).isNull();
            assertThat(waf.groups()).isEqualTo(2);
            assertThat(waf.rawBytes()).isEqualTo(2L * group.getSerializedSize());
            assertThat(waf.sentBytes()).isEqualTo(waf.rawBytes());
            assertThat(sls.logstore("soc-prod", "audit").count()).isEqualTo(2);
            assertThatThrownBy(() -> sls.logs("soc-prod", "dns")).hasMessageContaining("soc-prod/dns");
        }
    }

    @Test
    @DisplayName("has its time to the nanosecond, if the client sent it")
    void nanoseconds() throws IOException, InterruptedException {
        try (LoopbackSls sls = endpoint().start()) {
            int now = Groups.now();
            SignedPost.of(Groups.group(Groups.log(now, "a", "1").setTimeNs(5))).send(sls);
            SignedPost.of(Groups.group(Groups.log(now, "a", "1"))).send(sls);

            assertThat(sls.logs("soc-prod", "waf"))
                    .extracting(SlsLog::instant)
                    .containsExactly(Instant.ofEpochSecond(now, 5), Instant.ofEpochSecond(now));
            assertThat(sls.logs("soc-prod", "waf")).extracting(SlsLog::timeNs).containsExactly(5, null);
        }
    }

    @Test
    @DisplayName("can be trimmed to a few fields, or forgotten, while counts go on")
    void trimmed() throws IOException, InterruptedException {
        try (LoopbackSls sls = endpoint().keepFields("uid", "absent").start()) {
            SignedPost.of(Groups.of("t", 2)).send(sls);
            SlsLogstore waf = sls.logstore("soc-prod", "waf");
            assertThat(waf.logs()).allSatisfy(log -> assertThat(log.fields()).containsOnlyKeys("uid"));

            waf.forgetLogs();
            SignedPost.of(Groups.of("t", 1)).send(sls);

            assertThat(waf.logs()).extracting(SlsLog::sequence).containsExactly(2L);
            assertThat(waf.count()).isEqualTo(3);
        }
    }

    @Test
    @DisplayName("is handed to a consumer whole and in order, with nothing kept in memory")
    void consumed() throws IOException, InterruptedException {
        List<SlsLog> taken = Collections.synchronizedList(new ArrayList<>());
        try (LoopbackSls sls = endpoint().keepNothing().onAccepted(taken::add).start()) {
            SignedPost.of(Groups.of("t", 3)).send(sls);

            assertThat(taken).extracting(log -> log.field("content")).containsExactly("攻击 0", "攻击 1", "攻击 2");
            assertThat(sls.logs("soc-prod", "waf")).isEmpty();
            assertThat(sls.logstore("soc-prod", "waf").count()).isEqualTo(3);
        }
    }

    @Test
    @DisplayName("is nothing of a group that the consumer fails on, and the client gets no answer")
    void consumerFails() throws IOException, InterruptedException {
        Consumer<SlsLog> failing = log -> {
            if ("t-1".equals(log.field("uid"))) {
                throw new IllegalStateException("the test's consumer fails on purpose");
            }
        };
        try (LoopbackSls sls = endpoint().onAccepted(failing).start()) {
            assertThatIOException()
                    .isThrownBy(() -> SignedPost.of(Groups.of("t", 2)).send(sls));
            SignedPost.of(Groups.of("t", 1)).send(sls);

            assertThat(sls.logs("soc-prod", "waf")).extracting(SlsLog::sequence).containsExactly(0L);
        }
    }

    @Test
    @DisplayName("of several clients at once is counted exactly, each group in one piece")
    void concurrent() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try (LoopbackSls sls = endpoint().start()) {
            List<Future<?>> done = new ArrayList<>();
            for (int client = 0; client < 4; client++) {
                String topic = "client-" + client;
                done.add(clients.submit(() -> {
                    try (Socket socket = SignedPost.connect(sls)) {
                        for (int i = 0; i < 50; i++) {
                            SignedPost.of(Groups.of(topic, 10)).sendOn(socket);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> each : done) {
                each.get(30, TimeUnit.SECONDS);
            }

            List<SlsLog> logs = sls.logs("soc-prod", "waf");
            assertThat(logs).hasSize(2_000);
            for (int i = 0; i < logs.size(); i++) {
                assertThat(logs.get(i).sequence()).isEqualTo(i);
                assertThat(logs.get(i).requestId())
                        .isEqualTo(logs.get(i - i % 10).requestId());
            }
            assertThat(logs.stream().map(SlsLog::requestId).distinct()).hasSize(200);
            assertThat(sls.requests().count(SlsRequest.Outcome.ACCEPTED)).isEqualTo(200);
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    @DisplayName("is in the spill file before the client has its answer")
    void spilled() throws IOException, InterruptedException {
        Path file = directory.resolve("accepted.ndjson");
        try (LoopbackSls sls = endpoint().spillTo(file).start()) {
            SignedPost.of(Groups.of("t", 2)).send(sls);

            List<String> lines = Files.readAllLines(file);
            assertThat(lines).hasSize(2);
            JsonNode first = new ObjectMapper().readTree(lines.get(0));
            assertThat(first.at("/fields/content").asText()).isEqualTo("攻击 0");
            assertThat(first.at("/logstore").asText()).isEqualTo("waf");
            SlsLog back = new ObjectMapper().readValue(lines.get(1), SlsLog.class);
            assertThat(back).isEqualTo(sls.logs("soc-prod", "waf").get(1));
        }
    }

    @Test
    @DisplayName("by the hundred thousand needs no memory when nothing is kept")
    void manyLogs() throws IOException, InterruptedException {
        AtomicLong seen = new AtomicLong();
        try (LoopbackSls sls = endpoint()
                        .keepNothing()
                        .onAccepted(log -> seen.incrementAndGet())
                        .start();
                Socket socket = SignedPost.connect(sls)) {
            Logs.LogGroup group = Groups.of("t", 5_000);
            for (int i = 0; i < 40; i++) {
                assertThat(SignedPost.of(group).sendOn(socket).status()).isEqualTo(200);
            }
            assertThat(seen.get()).isEqualTo(200_000);
            assertThat(sls.logstore("soc-prod", "waf").count()).isEqualTo(200_000);
        }
    }

    @Test
    @DisplayName("can be waited for, and the wait tells what came instead")
    void awaited() throws IOException, InterruptedException, TimeoutException {
        try (LoopbackSls sls = endpoint().start()) {
            SignedPost.of(Groups.of("t", 2)).send(sls);
            sls.awaitLogs("soc-prod", "waf", 2, Duration.ZERO);
            sls.faults().add(Fault.serverBusy());
            SignedPost.of(Groups.of("t", 1)).send(sls);

            assertThatThrownBy(() -> sls.awaitLogs("soc-prod", "waf", 3, Duration.ofMillis(20)))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("2 of 3")
                    .hasMessageContaining("ServerBusy");
        }
    }

    @Test
    @DisplayName("stays readable after the endpoint is closed")
    void afterClose() throws IOException, InterruptedException {
        LoopbackSls sls = endpoint().start();
        SignedPost.of(Groups.of("t", 2)).send(sls);
        sls.close();

        assertThat(sls.logs("soc-prod", "waf")).hasSize(2);
    }

    @Test
    @DisplayName("needs a project to go to")
    void noProject() {
        assertThatThrownBy(() -> LoopbackSls.builder().start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("logstore(");
    }

    private static LoopbackSls.Builder endpoint() {
        return LoopbackSls.builder().project("soc-prod", "waf", "audit").accessKey("ak-1", "secret-1");
    }
}
