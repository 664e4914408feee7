package io.crosslog.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/**
 * Cuts records out of an object in memory as a source with the default settings does. It stands in the source's package, as
 * the parts it puts together are closed to others. Immutable and thread-safe.
 */
@NullMarked
public final class StoredRecords {

    private final byte[] stored;

    /**
     * An object.
     *
     * @param stored its bytes as stored, left alone from now on
     */
    public StoredRecords(byte[] stored) {
        this.stored = stored;
    }

    /**
     * Reads all records.
     *
     * @return the bytes of all of them together
     * @throws IOException never, as nothing is read over a network
     * @throws InterruptedException if the thread is interrupted
     */
    public long bytes() throws IOException, InterruptedException {
        long bytes = 0;
        try (RecordStream stream = RecordStream.open(new InMemory(stored), ReadingPlan.DEFAULT, 0)) {
            for (Optional<CutRecord> record = stream.next(); record.isPresent(); record = stream.next()) {
                CutRecord cut = record.get();
                if (cut.damage() != null) {
                    throw new IllegalStateException(cut.damage());
                }
                bytes += cut.length();
            }
        }
        return bytes;
    }

    private static final class InMemory implements ObjectBytes {

        private final byte[] stored;

        InMemory(byte[] stored) {
            this.stored = stored;
        }

        @Override
        public String name() {
            return "memory";
        }

        @Override
        public long size() {
            return stored.length;
        }

        @Override
        public InputStream open(long from) {
            return new ByteArrayInputStream(stored, (int) from, stored.length - (int) from);
        }
    }
}
