package io.crosslog.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What lies in the files of rejected records.
 *
 * @param origins of each record by its number, where it came from
 * @param duplicates how many lines more there are than records
 * @param tornLines lines that a crash cut off
 */
record RejectedFiles(Map<Long, String> origins, long duplicates, long tornLines) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static RejectedFiles read(Path directory) throws IOException {
        Map<Long, String> origins = new TreeMap<>();
        long duplicates = 0;
        long torn = 0;
        if (!Files.exists(directory)) {
            return new RejectedFiles(origins, 0, 0);
        }
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.filter(file -> file.toString().endsWith(".ndjson"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            for (String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.isEmpty()) {
                    continue;
                }
                try {
                    JsonNode rejected = JSON.readTree(line);
                    long number = Traffic.numberIn(rejected.path("raw").asText());
                    String origin = rejected.path("origin").asText();
                    String before = origins.putIfAbsent(number, origin);
                    duplicates += before == null ? 0 : 1;
                    if (before != null && !before.equals(origin)) {
                        throw new AssertionError(number + " was rejected as from " + before + " and from " + origin);
                    }
                } catch (JsonProcessingException e) {
                    torn++;
                }
            }
        }
        return new RejectedFiles(origins, duplicates, torn);
    }
}
