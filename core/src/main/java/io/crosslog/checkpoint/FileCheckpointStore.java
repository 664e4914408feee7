package io.crosslog.checkpoint;

import io.crosslog.files.OwnerOnly;
import io.crosslog.spi.BlockedException;
import io.crosslog.spi.CheckpointStore;
import io.crosslog.spi.Checkpoints;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps positions in a directory of the local file system, a subdirectory for each pipeline and source.
 *
 * <p>A save is written to a new file, forced to disk and moved over the old one, so that a crash leaves one or the other
 * whole; each file carries a checksum, and the file before is kept, so that even a torn one costs only duplicates. A lock
 * keeps other processes and pipelines out; for several hosts use a store made for that. Files are readable by their owner
 * only. Safe for concurrent calls.
 */
public final class FileCheckpointStore implements CheckpointStore {

    private final Path directory;

    private FileCheckpointStore(Path directory) {
        this.directory = Objects.requireNonNull(directory, "directory");
    }

    /**
     * A store in a directory, which is made when it is first needed.
     *
     * @param directory where to keep positions
     * @return the store
     */
    public static FileCheckpointStore in(Path directory) {
        return new FileCheckpointStore(directory);
    }

    @Override
    public Checkpoints open(String pipeline, String source) throws IOException {
        Path home = directory.resolve(FileNames.of(pipeline)).resolve(FileNames.of(source));
        OwnerOnly.directories(home);
        FileChannel channel = OwnerOnly.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = lock(channel);
            if (lock == null) {
                throw new BlockedException(
                        "the checkpoints in " + home + " are in use",
                        "stop the other pipeline '" + pipeline + "', or give this one another name or directory",
                        null);
            }
            return FileCheckpoints.load(home, channel);
        } catch (IOException | RuntimeException e) {
            try {
                channel.close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "checkpoints in " + directory;
    }
}
