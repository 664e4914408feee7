package io.crosslog.checkpoint.jdbc;

import java.nio.charset.StandardCharsets;

/** One opening of a store, and the key of all its rows. Immutable and thread-safe. */
record Session(String pipeline, String source, String member) {

    /** PostgreSQL's index takes 2,704 bytes a row. */
    private static final int MOST_BYTES = 2_000;

    /** Checks the names, before the database is asked to keep them. */
    Session {
        String names = StoredText.of(pipeline) + StoredText.of(source);
        if (names.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw tooLong(names, pipeline, source);
        }
    }

    String storedPipeline() {
        return StoredText.of(pipeline);
    }

    String storedSource() {
        return StoredText.of(source);
    }

    /** A partition's name as it is kept. */
    String stored(String partition) {
        String stored = StoredText.of(partition);
        String names = storedPipeline() + storedSource() + stored;
        if (names.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw tooLong(names, pipeline, source);
        }
        return stored;
    }

    private static IllegalArgumentException tooLong(String names, String pipeline, String source) {
        return new IllegalArgumentException("names of pipeline '" + head(pipeline) + "', source '" + head(source)
                + "' and of its partitions have " + names.getBytes(StandardCharsets.UTF_8).length
                + " bytes together, and the database's index takes " + MOST_BYTES + "; shorten them");
    }

    private static String head(String name) {
        return name.length() <= 100 ? name : name.substring(0, 100) + "…";
    }
}
