package io.crosslog.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosslog.model.LogEvent;
import io.crosslog.spi.NormalizeException;
import io.crosslog.spi.Normalizer;
import io.crosslog.spi.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Renders single events and compares what is in them. */
final class Renders {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Renders() {}

    static LogEvent one(Normalizer renderer, LogEvent event) throws NormalizeException {
        List<LogEvent> made = new ArrayList<>();
        renderer.normalize(event, new Output() {
            @Override
            public void emit(LogEvent row) {
                made.add(row);
            }

            @Override
            public void reject(byte[] part, String reason) {
                throw new AssertionError("rejected: " + reason);
            }

            @Override
            public void filter(String reason) {
                throw new AssertionError("filtered: " + reason);
            }

            @Override
            public void count(String name) {
                throw new AssertionError("counted: " + name);
            }
        });
        assertThat(made).hasSize(1);
        return made.get(0);
    }

    /** Every scalar of the event is in the row, as often at least, JSON texts opened. */
    static void assertHoldsAll(LogEvent row, LogEvent event) throws Exception {
        Map<String, Integer> there = new HashMap<>();
        collect(JSON.readTree(row.toJson()), true, there);
        Map<String, Integer> wanted = new HashMap<>();
        collect(JSON.readTree(event.toJson()), false, wanted);
        wanted.forEach((value, times) -> assertThat(there.getOrDefault(value, 0))
                .as("%s in %s", value, row.toJson())
                .isGreaterThanOrEqualTo(times));
    }

    private static void collect(JsonNode node, boolean opening, Map<String, Integer> into) throws Exception {
        if (node.isContainerNode()) {
            for (JsonNode member : node) {
                collect(member, opening, into);
            }
            return;
        }
        String text = node.asText();
        into.merge(text, 1, Integer::sum);
        if (opening && node.isTextual() && (text.startsWith("{") || text.startsWith("["))) {
            collect(opened(text), true, into);
        }
    }

    private static JsonNode opened(String text) throws Exception {
        try {
            return JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            // A text of the log's own that only begins like JSON.
            return JSON.createArrayNode();
        }
    }
}
