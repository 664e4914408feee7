package io.crosslog.reject;

import io.crosslog.spi.RejectionHandler;
import io.crosslog.spi.RejectionWriter;
import io.crosslog.spi.SinkContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Keeps rejected records in files of NDJSON, one record a line as {@link RejectionJson} describes, forced to disk before a
 * batch counts as handed over.
 *
 * <p>Files are called {@code <pipeline>-<number>.ndjson}, readable by their owner only. A file is closed and a new one begun
 * at 64 MiB. When all files of the pipeline in the directory reach 1 GiB, the pipeline is blocked rather than a rejection
 * lost: move files away, or raise the bound. Immutable and thread-safe.
 */
public final class FileRejections implements RejectionHandler {

    private static final long MIB = 1L << 20;

    private final Path directory;
    private final long maxFileBytes;
    private final long maxTotalBytes;

    private FileRejections(Path directory, long maxFileBytes, long maxTotalBytes) {
        this.directory = Objects.requireNonNull(directory, "directory");
        this.maxFileBytes = maxFileBytes;
        this.maxTotalBytes = maxTotalBytes;
        if (maxFileBytes < 1 || maxTotalBytes < maxFileBytes) {
            throw new IllegalArgumentException("maxFileBytes was " + maxFileBytes + " and maxTotalBytes "
                    + maxTotalBytes + " but 1 <= maxFileBytes <= maxTotalBytes must hold");
        }
    }

    /**
     * Files in a directory, which is made when the pipeline starts; at most 64 MiB a file and 1 GiB in all.
     *
     * @param directory where to keep them
     * @return the handler
     */
    public static FileRejections in(Path directory) {
        return new FileRejections(directory, 64 * MIB, 1024 * MIB);
    }

    /**
     * The same files with other bounds.
     *
     * @param fileBytes at which size a new file is begun
     * @param totalBytes at which size of all files of a pipeline it is blocked
     * @return the handler
     * @throws IllegalArgumentException if not 1 ≤ fileBytes ≤ totalBytes
     */
    public FileRejections bounded(long fileBytes, long totalBytes) {
        return new FileRejections(directory, fileBytes, totalBytes);
    }

    @Override
    public RejectionWriter open(SinkContext context) throws IOException {
        return RejectionFiles.open(directory, context.pipeline(), maxFileBytes, maxTotalBytes);
    }

    @Override
    public String toString() {
        return "rejections in " + directory;
    }
}
