package io.crosslog.sls;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.loopback.sls.SlsLog;
import io.crosslog.loopback.sls.SlsRequest;
import io.crosslog.model.LogEvent;
import io.crosslog.spi.SinkWriter;
import io.crosslog.spi.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SlsSinkTest {

    private SlsEndpoint endpoint;

    @BeforeEach
    void start() throws Exception {
        endpoint = SlsEndpoint.start();
    }

    @AfterEach
    void stop() throws Exception {
        endpoint.close();
    }

    @Test
    @DisplayName("An event arrives with its fields, its time, its id, its origin and the name of its source")
    void arrives() throws Exception {
        LogEvent event = Events.event(7, b -> b.put("client_ip", "192.0.2.1")
                .put("status", 403)
                .put("blocked", true)
                .put("rule", Map.of("id", 1))
                .put("nothing", null));

        WriteResult result = endpoint.write(event);

        assertThat(result.refused()).isEmpty();
        assertThat(result.unsent()).isEmpty();
        SlsLog log = endpoint.logs().get(0);
        assertThat(log.fields())
                .containsExactly(
                        Map.entry("client_ip", "192.0.2.1"),
                        Map.entry("status", "403"),
                        Map.entry("blocked", "true"),
                        Map.entry("rule", "{\"id\":1}"),
                        Map.entry("nothing", ""),
                        Map.entry("crosslog_id", event.id()),
                        Map.entry("crosslog_arrival", event.arrival().toString()),
                        Map.entry("crosslog_origin", "kafka://waf/0@7"));
        assertThat(log.instant()).isEqualTo(event.time().orElseThrow());
        assertThat(log.source()).isEqualTo("waf-source");
        assertThat(log.topic()).isEmpty();
        assertThat(log.tags()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SlsSink.Compression.class)
    @DisplayName("Every compression is understood, and the bytes told are those sent")
    void compressions(SlsSink.Compression compression) throws Exception {
        endpoint.write(b -> b.compression(compression), List.of(Events.simple(1), Events.simple(2)));

        SlsRequest request = endpoint.sls.requests().recent().get(0);
        assertThat(endpoint.logs()).hasSize(2);
        assertThat(request.compression())
                .isEqualTo(
                        switch (compression) {
                            case DEFLATE -> "deflate";
                            case LZ4 -> "lz4";
                            case NONE -> "";
                        });
        assertThat(endpoint.context.raw).hasValue(request.rawBytes());
        assertThat(endpoint.context.compressed).hasValue(request.sentBytes());
    }

    @ParameterizedTest
    @CsvSource({"V1", "V4"})
    @DisplayName("Both signatures are accepted")
    void signatures(SlsSink.Signature version) throws Exception {
        endpoint.write(b -> b.signature(version), List.of(Events.simple(1)));

        assertThat(endpoint.sls.requests().recent()).singleElement().satisfies(request -> {
            assertThat(request.signature()).isEqualTo(version.name());
            assertThat(request.accepted()).isTrue();
        });
    }

    @Test
    @DisplayName("Events with different labels go in different requests, each in order")
    void groups() throws Exception {
        List<LogEvent> events = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            events.add(Events.ofKind(i, i % 3 == 0 ? "attack" : "access"));
        }

        endpoint.write(
                b -> b.topic(SlsLabel.attribute("kind"))
                        .source(SlsLabel.of("guangzhou"))
                        .tag("task", SlsLabel.of("import-1"))
                        .tag("missing", SlsLabel.attribute("no-such-attribute")),
                events);

        assertThat(endpoint.sls.requests().total()).isEqualTo(2);
        assertThat(endpoint.logs()).hasSize(30).allSatisfy(log -> {
            assertThat(log.source()).isEqualTo("guangzhou");
            assertThat(log.tags()).containsExactly(Map.entry("task", "import-1"));
            assertThat(log.topic()).isEqualTo(Integer.parseInt(log.field("number")) % 3 == 0 ? "attack" : "access");
        });
        for (String topic : List.of("attack", "access")) {
            assertThat(endpoint.logs().stream()
                            .filter(log -> log.topic().equals(topic))
                            .map(log -> Integer.valueOf(log.field("number"))))
                    .isSorted();
        }
    }

    @Test
    @DisplayName("Several threads write with one writer")
    void concurrent() throws Exception {
        int threads = 8;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try (SinkWriter writer = endpoint.open(b -> b)) {
            List<Future<WriteResult>> results = new ArrayList<>();
            for (int t = 0; t < 4 * threads; t++) {
                List<LogEvent> events = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    events.add(Events.simple(t * 100L + i));
                }
                results.add(executor.submit(() -> writer.write(Events.batch(events))));
            }
            for (Future<WriteResult> result : results) {
                assertThat(result.get().unsent()).isEmpty();
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(endpoint.logs().stream().map(log -> log.field("crosslog_id")).distinct())
                .hasSize(3_200);
    }
}
