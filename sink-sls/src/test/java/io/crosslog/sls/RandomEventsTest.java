package io.crosslog.sls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosslog.loopback.sls.SlsLimits;
import io.crosslog.loopback.sls.SlsLog;
import io.crosslog.model.JsonWriter;
import io.crosslog.model.LogEvent;
import io.crosslog.model.Path;
import io.crosslog.spi.WriteResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomEventsTest {

    private static final int EVENTS = 1_500;

    @ParameterizedTest
    @ValueSource(strings = {"top level", "flat"})
    @DisplayName("The endpoint accepts whatever the events hold, and holds what they held")
    void acceptsEverything(String layoutName) throws Exception {
        SlsLayout layout = layoutName.equals("flat") ? SlsLayout.flat() : SlsLayout.topLevel();
        Random random = new Random(20_260_101);
        List<LogEvent> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            events.add(RandomEvents.event(random, i));
        }
        try (SlsEndpoint endpoint = SlsEndpoint.start()) {
            WriteResult result = endpoint.write(b -> b.layout(layout), events);

            assertThat(result.refused()).isEmpty();
            assertThat(result.unsent()).isEmpty();
            List<SlsLog> logs = endpoint.logs();
            assertThat(logs).hasSize(EVENTS);
            for (int i = 0; i < EVENTS; i++) {
                assertHolds(logs.get(i), events.get(i), layout);
            }
        }
    }

    @Test
    @DisplayName("Keys of any characters pass where the service takes them")
    void anyKeyCharacters() throws Exception {
        Random random = new Random(5);
        List<LogEvent> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            events.add(RandomEvents.event(random, i));
        }
        try (SlsEndpoint endpoint =
                SlsEndpoint.start(b -> b.limits(SlsLimits.current().withAnyKeyCharacters()))) {
            WriteResult result = endpoint.write(b -> b.layout(SlsLayout.flat().anyKeyCharacters()), events);

            assertThat(result.refused()).isEmpty();
            assertThat(endpoint.logs()).hasSize(EVENTS);
        }
    }

    @Test
    @DisplayName("An event with thousands of fields, half of which want the same key, is one log with as many keys")
    void thousandsOfFields() throws Exception {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < 2_000; i++) {
            members.put("field" + i, i);
            members.put("é".repeat(i % 50 + 1) + i, i);
        }
        LogEvent event = Events.event(1, b -> {
            members.forEach(b::put);
            b.put("nested", members);
        });
        try (SlsEndpoint endpoint = SlsEndpoint.start()) {
            endpoint.write(b -> b.layout(SlsLayout.flat()), List.of(event));

            assertHolds(endpoint.logs().get(0), event, SlsLayout.flat());
        }
    }

    /** Every value stands under the key that is named for its path, or else under its name or joined names. */
    private static void assertHolds(SlsLog log, LogEvent event, SlsLayout layout) throws Exception {
        Map<String, String> keysByPath = new HashMap<>();
        if (log.field("crosslog_names") != null) {
            Map<String, String> names =
                    new ObjectMapper().readValue(log.field("crosslog_names"), new TypeReference<>() {});
            names.forEach((key, path) -> keysByPath.put(path, key));
        }
        Map<String, String> expected = new LinkedHashMap<>();
        event.toMap().forEach((given, value) -> {
            String name = plain(given);
            String path = layout.isFlat() ? Path.escape(name) : name;
            expect(expected, keysByPath, path, name, value, layout.isFlat() && !layout.keepsJson(name));
        });
        Map<String, String> found = new LinkedHashMap<>(log.fields());
        found.keySet().removeAll(List.of("crosslog_id", "crosslog_arrival", "crosslog_origin", "crosslog_names"));

        assertThat(found).containsExactlyEntriesOf(expected);
        assertThat(log.field("crosslog_id")).isEqualTo(event.id());
    }

    private static void expect(
            Map<String, String> into,
            Map<String, String> keysByPath,
            String path,
            String joined,
            @Nullable Object value,
            boolean flat) {
        boolean room = joined.getBytes(StandardCharsets.UTF_8).length + "_x".length() <= 128;
        if (flat && room && value instanceof Map<?, ?> members && !members.isEmpty()) {
            members.forEach((given, v) -> {
                String name = plain((String) given);
                expect(into, keysByPath, path + "." + Path.escape(name), joined + "_" + name, v, true);
            });
            return;
        }
        String text = "";
        if (value instanceof Map || value instanceof List) {
            text = new JsonWriter(64).value(value).toString();
        } else if (value != null) {
            text = plain(value.toString());
        }
        String key = keysByPath.getOrDefault(path, joined);
        assertThat(into.put(key, text)).as("second value under %s", key).isNull();
    }

    private static String plain(String text) {
        return RandomEvents.withoutLoneSurrogates(text).replace("\0", "\\u0000");
    }
}
