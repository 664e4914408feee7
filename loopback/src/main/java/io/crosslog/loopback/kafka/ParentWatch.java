package io.crosslog.loopback.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The child's side of {@link ChildJvm}. */
final class ParentWatch {
    /** Told on standard input: stop in good order and leave the data. */
    static final int STOP = 's';

    private ParentWatch() {}

    static Path readyFile(Path directory) {
        return directory.resolve("ready");
    }

    /**
     * Tells the parent that the server is ready and waits for its word to stop. If the parent ends without a word, deletes
     * the directory, of which nobody else would take care, and ends this JVM on the spot.
     */
    static void untilToldToStop(Path directory) throws IOException {
        Files.createFile(readyFile(directory));
        if (System.in.read() != STOP) {
            ScratchDirectory.delete(directory);
            Runtime.getRuntime().halt(1);
        }
    }
}
