package io.crosslog.checkpoint.jdbc;

import java.nio.charset.StandardCharsets;

/** One opening of a store, and the key of all its rows. Immutable and thread-safe. */
record Session(String pipeline, String source, String member) {

    /** PostgreSQL's index takes 2,704 bytes a row. */
    private static final int MOST_BYTES = 2_000;

    String storedPipeline() {
        return StoredText.of(pipeline);
    }

    String storedSource() {
        return StoredText.of(source);
    }

    /** A partition's name as it is kept. */
    String stored(String partition) {
        String stored = StoredText.of(partition);
        int bytes = (storedPipeline() + storedSource() + stored).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException("names of pipeline '" + pipeline + "', source '" + source
                    + "' and of a partition have " + bytes + " bytes together, and the database's index takes "
                    + MOST_BYTES + "; shorten them");
        }
        return stored;
    }
}
