package io.crosslog.sls;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.loopback.sls.Fault;
import io.crosslog.loopback.sls.SlsLimits;
import io.crosslog.loopback.sls.SlsLog;
import io.crosslog.model.LogEvent;
import io.crosslog.spi.SinkWriter;
import io.crosslog.spi.WriteResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlsLimitsTest {

    private static final SlsLayout BARE = Encoded.bare(SlsLayout.topLevel());

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    @DisplayName("A value exactly at the limit passes whole, one byte more is cut, marked and counted")
    void valueAtTheLimit(int more) throws Exception {
        String value = "日".repeat((1 << 20) / 3) + "x".repeat((1 << 20) % 3 + more);
        int size = value.getBytes(StandardCharsets.UTF_8).length;
        assertThat(size).isEqualTo((1 << 20) + more);
        try (SlsEndpoint endpoint = SlsEndpoint.start()) {
            endpoint.write(Events.event(1, b -> b.put("v", value)));

            SlsLog log = endpoint.logs().get(0);
            if (more <= 0) {
                assertThat(log.field("v")).isEqualTo(value);
                assertThat(log.fields()).doesNotContainKey("crosslog_cut");
                assertThat(endpoint.context.counts).isEmpty();
            } else {
                assertThat(log.field("v")).endsWith("日 [cut by crosslog from 1048577 bytes]");
                assertThat(log.field("v").getBytes(StandardCharsets.UTF_8)).hasSizeBetween((1 << 20) - 3, 1 << 20);
                assertThat(log.field("crosslog_cut")).isEqualTo("{\"v\":1048577}");
                assertThat(endpoint.context.counts).containsExactly(Map.entry("sls-value-cut", 1L));
            }
        }
    }

    @Test
    @DisplayName("Values that are too long are refused with their event if so set, and the others delivered")
    void overlongRefused() throws Exception {
        try (SlsEndpoint endpoint = SlsEndpoint.start()) {
            LogEvent bad = Events.event(2, b -> b.put("v", "x".repeat(5_000)));
            WriteResult result = endpoint.write(
                    b -> b.overlong(SlsSink.Overlong.REFUSE).maxValueBytes(4_096),
                    List.of(Events.simple(1), bad, Events.simple(3)));

            assertThat(result.unsent()).isEmpty();
            assertThat(result.refused()).singleElement().satisfies(refusal -> {
                assertThat(refusal.event()).isSameAs(bad);
                assertThat(refusal.reason()).contains("longer than 4096 bytes");
            });
            assertThat(endpoint.logs()).hasSize(2);
        }
    }

    @Test
    @DisplayName("An event larger than a request has its values cut further; one that cannot be cut is refused")
    void eventLargerThanARequest() throws Exception {
        LogEvent large = Events.event(1, b -> {
            for (int i = 0; i < 10; i++) {
                b.put("v" + i, "x".repeat(900_000));
            }
        });
        LogEvent hopeless = Events.event(2, b -> {
            for (int i = 0; i < 20_000; i++) {
                b.put("a_long_field_name_that_cannot_be_cut_" + i, "0123456789");
            }
        });
        try (SlsEndpoint endpoint = SlsEndpoint.start(b -> b.limits(SlsLimits.old()))) {
            WriteResult result = endpoint.write(b -> b, List.of(large, Events.simple(3)));
            assertThat(result.refused()).isEmpty();
            assertThat(endpoint.logs().get(0).field("v9")).endsWith("[cut by crosslog from 900000 bytes]");

            WriteResult second = endpoint.write(b -> b.maxRequestBytes(1 << 20), List.of(hopeless, Events.simple(4)));
            assertThat(second.refused()).singleElement().satisfies(refusal -> assertThat(refusal.reason())
                    .contains("more than the 1048576 that a request may have"));
            assertThat(endpoint.logs()).hasSize(3);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2"})
    @DisplayName("Requests are filled to the byte: exactly at the limit one, a byte more makes two")
    void requestAtTheLimit(int more, int requests) throws Exception {
        int limit = 64 << 10;
        int tail = LogGroup.tail("", "waf-source", Map.of()).length;
        List<LogEvent> events = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            events.add(Events.event(i, b -> b.put("v", "x".repeat(20_000))));
        }
        int rest = limit - tail - Encoded.group(Encoded.encoding(BARE), new byte[0], events).length;
        int overhead = Encoded.group(
                                Encoded.encoding(BARE),
                                new byte[0],
                                List.of(Events.event(3, b -> b.put("v", "x".repeat(3_000)))))
                        .length
                - 3_000;
        events.add(Events.event(3, b -> b.put("v", "日" + "x".repeat(rest - overhead - 3 + more))));
        try (SlsEndpoint endpoint =
                SlsEndpoint.start(b -> b.limits(SlsLimits.current().withRequestSize(limit, 100)))) {
            endpoint.write(b -> b.layout(BARE).maxRequestBytes(limit), events);

            assertThat(endpoint.logs()).hasSize(4);
            assertThat(endpoint.sls.requests().total()).isEqualTo(requests);
            assertThat(endpoint.sls.requests().recent().get(0).rawBytes())
                    .isEqualTo(requests == 1 ? limit : limit - rest);
        }
    }

    @ParameterizedTest
    @CsvSource({"4096, 1", "4097, 2"})
    @DisplayName("A request has at most as many logs as are allowed")
    void logsAtTheLimit(int count, int requests) throws Exception {
        List<LogEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(Events.simple(i));
        }
        try (SlsEndpoint endpoint = SlsEndpoint.start(b -> b.limits(SlsLimits.old()))) {
            WriteResult result = endpoint.write(b -> b, events);

            assertThat(result.refused()).isEmpty();
            assertThat(endpoint.sls.requests().total()).isEqualTo(requests);
            assertThat(endpoint.logs().stream().map(log -> Integer.valueOf(log.field("number"))))
                    .hasSize(count)
                    .isSorted();
        }
    }

    @Test
    @DisplayName("Where the service takes less than this sink was told, requests are halved until they fit")
    void smallerService() throws Exception {
        List<LogEvent> events = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            events.add(Events.simple(i));
        }
        try (SlsEndpoint endpoint = SlsEndpoint.start(b -> b.limits(SlsLimits.old()))) {
            WriteResult result = endpoint.write(b -> b.maxLogs(40_960).maxRequestBytes(10 << 20), events);

            assertThat(result.refused()).isEmpty();
            assertThat(result.unsent()).isEmpty();
            assertThat(endpoint.logs().stream().map(log -> Integer.valueOf(log.field("number"))))
                    .hasSize(10_000)
                    .isSorted();
        }
    }

    @Test
    @DisplayName("One bad log among 4,096 costs that one only, in some two dozen requests, with the service's words")
    void oneBadLog() throws Exception {
        List<LogEvent> events = new ArrayList<>();
        for (int i = 0; i < 4_096; i++) {
            events.add(Events.simple(i));
        }
        LogEvent bad = Events.event(2_500, b -> b.put("number", 2_500).put("text", "x".repeat(3_000)));
        events.set(2_500, bad);
        SlsLimits stricter =
                new SlsLimits(3 << 20, 4_096, 2_000, Duration.ofDays(7), Duration.ofMinutes(15), true, 400);
        try (SlsEndpoint endpoint = SlsEndpoint.start(b -> b.limits(stricter))) {
            WriteResult result = endpoint.write(b -> b, events);

            assertThat(result.unsent()).isEmpty();
            assertThat(result.refused()).singleElement().satisfies(refusal -> {
                assertThat(refusal.event()).isSameAs(bad);
                assertThat(refusal.reason()).contains("PostBodyInvalid").contains("request id ");
            });
            assertThat(endpoint.logs().stream().map(log -> Integer.valueOf(log.field("number"))))
                    .hasSize(4_095)
                    .isSorted()
                    .doesNotContain(2_500);
            assertThat(endpoint.sls.requests().total()).isLessThanOrEqualTo(25);
            assertThat(endpoint.context.attempts)
                    .hasValue(endpoint.sls.requests().total());
        }
    }

    @Test
    @DisplayName(
            "Where the service refuses everything, a write ends after a bounded number of requests and goes on in the next")
    void everythingRefused() throws Exception {
        List<LogEvent> left = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            left.add(Events.simple(i));
        }
        try (SlsEndpoint endpoint = SlsEndpoint.start()) {
            endpoint.sls.faults().add(Fault.error(400, "ParameterInvalid", "no"));
            int refused = 0;
            int writes = 0;
            try (SinkWriter writer = endpoint.open(b -> b)) {
                while (!left.isEmpty() && writes < 50) {
                    long before = endpoint.sls.requests().total();
                    WriteResult result = writer.write(Events.batch(left));
                    assertThat(endpoint.sls.requests().total() - before).isLessThanOrEqualTo(256);
                    assertThat(result.refused()).isNotEmpty();
                    refused += result.refused().size();
                    left = result.unsent();
                    writes++;
                }
            }
            assertThat(refused).isEqualTo(1_000);
            assertThat(endpoint.logs()).isEmpty();
        }
    }

    @Test
    @DisplayName("The bound on refused requests is one for the whole write, whatever the number of groups")
    void everythingRefusedInManyGroups() throws Exception {
        List<LogEvent> events = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            events.add(Events.ofKind(i, "kind-" + i % 10));
        }
        try (SlsEndpoint endpoint = SlsEndpoint.start()) {
            endpoint.sls.faults().add(Fault.error(400, "ParameterInvalid", "no"));
            WriteResult result = endpoint.write(b -> b.topic(SlsLabel.attribute("kind")), events);

            assertThat(endpoint.sls.requests().total()).isEqualTo(256);
            assertThat(result.refused()).isNotEmpty();
            assertThat(result.refused().size() + result.unsent().size()).isEqualTo(2_000);
            assertThat(result.cause()).hasMessageContaining("SLS refused 256 requests of one write");
        }
    }

    @Test
    @DisplayName("The list of what was cut is itself no longer than a value may be")
    void manyCuts() throws Exception {
        LogEvent event = Events.event(1, b -> {
            for (int i = 0; i < 300; i++) {
                b.put("field_" + i, "x".repeat(2_000));
            }
        });
        try (SlsEndpoint endpoint = SlsEndpoint.start()) {
            WriteResult result = endpoint.write(b -> b.maxValueBytes(1_024), List.of(event));

            assertThat(result.refused()).isEmpty();
            SlsLog log = endpoint.logs().get(0);
            assertThat(log.field("field_299")).endsWith("[cut by crosslog from 2000 bytes]");
            assertThat(log.field("crosslog_cut"))
                    .hasSizeBetween(1_000, 1_024)
                    .matches("\\{(\"field_\\d+\":2000,)+\"field_\\d+\":2000}");
        }
    }

    @ParameterizedTest
    @CsvSource({"EDGE", "ARRIVAL", "REFUSE"})
    @DisplayName("A time outside the window is set to the edge, set to the arrival or refused; marked and counted")
    void outOfWindow(SlsSink.OutOfWindow mode) throws Exception {
        Instant old = Instant.parse("2020-02-03T04:05:06.789Z");
        LogEvent past = Events.event(1, b -> b.time(old));
        LogEvent future = Events.event(2, b -> b.time(Instant.now().plus(Duration.ofHours(1))));
        LogEvent ancient = Events.event(3, b -> b.time(Instant.MIN));
        try (SlsEndpoint endpoint = SlsEndpoint.start()) {
            WriteResult result =
                    endpoint.write(b -> b.outOfWindow(mode), List.of(past, Events.simple(4), future, ancient));

            assertThat(result.unsent()).isEmpty();
            if (mode == SlsSink.OutOfWindow.REFUSE) {
                assertThat(result.refused())
                        .extracting(WriteResult.Refusal::event)
                        .containsExactly(past, future, ancient);
                assertThat(result.refused().get(0).reason()).contains("2020-02-03T04:05:06.789Z");
                assertThat(endpoint.logs()).hasSize(1);
                return;
            }
            assertThat(result.refused()).isEmpty();
            List<SlsLog> logs = endpoint.logs();
            assertThat(logs.get(0).field("crosslog_time")).isEqualTo("2020-02-03T04:05:06.789Z");
            assertThat(logs.get(0).field("crosslog_id")).isEqualTo(past.id());
            assertThat(logs.get(1).fields()).doesNotContainKey("crosslog_time");
            assertThat(endpoint.context.counts).containsEntry("sls-time-adjusted", 3L);
            Duration age = Duration.between(logs.get(0).instant(), Instant.now());
            if (mode == SlsSink.OutOfWindow.EDGE) {
                assertThat(age).isBetween(Duration.ofDays(7).minusMinutes(6), Duration.ofDays(7));
                assertThat(logs.get(2).instant()).isAfter(Instant.now().plus(Duration.ofMinutes(9)));
            } else {
                assertThat(logs.get(0).instant()).isEqualTo(past.arrival());
                assertThat(logs.get(2).instant()).isEqualTo(future.arrival());
            }
        }
    }

    @Test
    @DisplayName("An event without a time has that of its arrival, and nanoseconds are sent if so set")
    void times() throws Exception {
        Instant exact = Instant.now().minusSeconds(5);
        try (SlsEndpoint endpoint = SlsEndpoint.start()) {
            LogEvent timeless = Events.event(1, b -> b.time(null));
            LogEvent timed = Events.event(2, b -> b.time(exact));
            endpoint.write(b -> b.nanoseconds(), List.of(timeless, timed));
            endpoint.write(b -> b.time(SlsSink.TimeSource.ARRIVAL), List.of(timed));

            assertThat(endpoint.logs().get(0).instant()).isEqualTo(timeless.arrival());
            assertThat(endpoint.logs().get(1).instant()).isEqualTo(exact);
            assertThat(endpoint.logs().get(2).instant()).isEqualTo(timed.arrival());
            assertThat(endpoint.logs().get(2).timeNs()).isNull();
        }
    }

    @Test
    @DisplayName(
            "Long labels are cut between two characters and counted; too many labels fall back to their fixed part")
    void labels() throws Exception {
        List<LogEvent> events = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            events.add(Events.ofKind(i, "日".repeat(60) + i));
        }
        try (SlsEndpoint endpoint = SlsEndpoint.start()) {
            WriteResult result =
                    endpoint.write(b -> b.topic(SlsLabel.attribute("kind")).source(SlsLabel.of("fixed")), events);

            assertThat(result.refused()).isEmpty();
            assertThat(endpoint.logs()).hasSize(200).allSatisfy(log -> {
                assertThat(log.topic()).isIn("日".repeat(42), "");
                assertThat(log.source()).isEqualTo("fixed");
            });
            assertThat(endpoint.sls.requests().total()).isEqualTo(65);
            assertThat(endpoint.context.counts).containsEntry("sls-label-overflow", 136L);
            assertThat(endpoint.context.counts).containsEntry("sls-label-cut", 64L);
        }
    }
}
