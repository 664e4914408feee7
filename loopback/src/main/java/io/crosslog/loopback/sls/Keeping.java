package io.crosslog.loopback.sls;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where accepted logs go: to the caller's consumer, to a file, and, whole or trimmed, to memory. Safe for concurrent
 * calls; the consumer and the file see one log at a time, whatever the number of logstores.
 */
final class Keeping implements AutoCloseable {
    private final boolean inMemory;
    private final @Nullable Set<String> onlyFields;
    private final @Nullable Consumer<SlsLog> consumer;
    private final @Nullable BufferedWriter file;
    private final ObjectMapper json = JsonMapper.builder().build();

    Keeping(
            boolean inMemory,
            @Nullable Set<String> onlyFields,
            @Nullable Consumer<SlsLog> consumer,
            @Nullable Path spillTo)
            throws IOException {
        this.inMemory = inMemory;
        this.onlyFields = onlyFields;
        this.consumer = consumer;
        this.file = spillTo == null ? null : Files.newBufferedWriter(spillTo);
    }

    /**
     * Hands the logs out and returns what memory is to hold of them. When this returns, readers of the file see them, so
     * that nothing is answered 200 that they cannot find there.
     */
    List<SlsLog> keep(List<SlsLog> logs) {
        if (consumer != null || file != null) {
            handOut(logs);
        }
        if (!inMemory) {
            return List.of();
        }
        Set<String> names = onlyFields;
        return names == null
                ? logs
                : logs.stream().map(log -> trimmed(log, names)).toList();
    }

    @Override
    public synchronized void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    private synchronized void handOut(List<SlsLog> logs) {
        if (consumer != null) {
            logs.forEach(consumer);
        }
        if (file != null) {
            try {
                for (SlsLog log : logs) {
                    file.write(json.writeValueAsString(log));
                    file.write('\n');
                }
                file.flush();
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot write accepted logs to the spill file", e);
            }
        }
    }

    private static SlsLog trimmed(SlsLog log, Set<String> names) {
        Map<String, String> few = new LinkedHashMap<>();
        for (String name : names) {
            String value = log.fields().get(name);
            if (value != null) {
                few.put(name, value);
            }
        }
        return new SlsLog(
                log.project(),
                log.logstore(),
                log.sequence(),
                log.requestId(),
                log.time(),
                log.timeNs(),
                log.topic(),
                log.source(),
                log.tags(),
                Collections.unmodifiableMap(few));
    }
}
