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

    void keep(SlsLog log, List<SlsLog> memory) {
        if (consumer != null || file != null) {
            handOut(log);
        }
        if (inMemory) {
            memory.add(onlyFields == null ? log : trimmed(log, onlyFields));
        }
    }

    /** Makes what was kept visible to readers of the file, so that nothing is answered 200 that they cannot see. */
    synchronized void flush() {
        if (file != null) {
            try {
                file.flush();
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot write accepted logs to the spill file", e);
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    private synchronized void handOut(SlsLog log) {
        if (consumer != null) {
            consumer.accept(log);
        }
        if (file != null) {
            try {
                file.write(json.writeValueAsString(log));
                file.write('\n');
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
