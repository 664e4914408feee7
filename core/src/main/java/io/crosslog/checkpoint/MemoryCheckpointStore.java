package io.crosslog.checkpoint;

import io.crosslog.model.Position;
import io.crosslog.spi.BlockedException;
import io.crosslog.spi.CheckpointStore;
import io.crosslog.spi.Checkpoints;
import io.crosslog.spi.StaleClaimException;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keeps positions in memory: for tests, and for sources that may start over when the process does.
 *
 * <p>Safe for concurrent calls.
 */
public final class MemoryCheckpointStore implements CheckpointStore {

    private final Map<String, Map<String, String>> saved = new HashMap<>();
    private final Set<String> held = new HashSet<>();

    private MemoryCheckpointStore() {}

    /** {@return a store that holds nothing} */
    public static MemoryCheckpointStore create() {
        return new MemoryCheckpointStore();
    }

    @Override
    public synchronized Checkpoints open(String pipeline, String source) throws IOException {
        String name = pipeline + '\n' + source;
        if (!held.add(name)) {
            throw new BlockedException(
                    "the checkpoints of source '" + source + "' of pipeline '" + pipeline + "' are in use",
                    "close the pipeline that holds them, or give this one another name",
                    null);
        }
        return new Held(name, saved.computeIfAbsent(name, n -> new TreeMap<>()));
    }

    private final class Held implements Checkpoints {

        private final String name;
        private final Map<String, String> tokens;
        private boolean closed;

        private Held(String name, Map<String, String> tokens) {
            this.name = name;
            this.tokens = tokens;
        }

        @Override
        public Optional<Position> claim(String partition) throws IOException {
            synchronized (MemoryCheckpointStore.this) {
                if (closed) {
                    throw new IOException("the checkpoints are closed");
                }
                String token = tokens.get(partition);
                return Optional.of(token == null ? Position.start(partition) : Position.of(partition, token));
            }
        }

        @Override
        public void save(Collection<Position> positions) throws StaleClaimException {
            synchronized (MemoryCheckpointStore.this) {
                Stale.check(closed, positions);
                positions.forEach(p -> tokens.put(p.partition(), p.token()));
            }
        }

        @Override
        public void release(Set<String> partitions) {}

        @Override
        public void close() {
            synchronized (MemoryCheckpointStore.this) {
                if (!closed) {
                    closed = true;
                    held.remove(name);
                }
            }
        }
    }
}
