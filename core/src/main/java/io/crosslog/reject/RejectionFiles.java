package io.crosslog.reject;

import io.crosslog.files.OwnerOnly;
import io.crosslog.model.JsonWriter;
import io.crosslog.model.RejectedRecord;
import io.crosslog.spi.BlockedException;
import io.crosslog.spi.RejectionWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pipeline's rejection files, of which the last one is open. Safe for concurrent calls, which take turns. */
final class RejectionFiles implements RejectionWriter {

    private static final Logger LOG = LoggerFactory.getLogger(RejectionFiles.class);

    /** Lines are written as soon as they make so many bytes, however many there are. */
    private static final int CHUNK = 1 << 20;

    private final Path directory;
    private final String pipeline;
    private final long maxFileBytes;
    private final long maxTotalBytes;
    private int number;
    private long kept;
    private @Nullable FileChannel file;
    private boolean closed;

    private RejectionFiles(Path directory, String pipeline, long maxFileBytes, long maxTotalBytes) {
        this.directory = directory;
        this.pipeline = pipeline;
        this.maxFileBytes = maxFileBytes;
        this.maxTotalBytes = maxTotalBytes;
    }

    static RejectionFiles open(Path directory, String pipeline, long maxFileBytes, long maxTotalBytes)
            throws IOException {
        OwnerOnly.directories(directory);
        if (!Files.isWritable(directory)) {
            throw new BlockedException(
                    "the rejections directory " + directory + " cannot be written to",
                    "grant this process write access",
                    null);
        }
        RejectionFiles files = new RejectionFiles(directory, pipeline, maxFileBytes, maxTotalBytes);
        files.kept = files.total();
        return files;
    }

    @Override
    public synchronized void write(List<RejectedRecord> rejected) throws IOException {
        if (closed) {
            throw new IOException("the rejection files of pipeline '" + pipeline + "' are closed");
        }
        append(rejected, size(rejected));
    }

    /** How many bytes of lines they make: asked before the first is written, since all of them go into one file or none. */
    private static long size(List<RejectedRecord> rejected) {
        JsonWriter line = new JsonWriter(1024);
        long size = 0;
        for (RejectedRecord record : rejected) {
            RejectionJson.write(record, line.reset());
            size += line.endLine().size();
        }
        return size;
    }

    private void append(List<RejectedRecord> rejected, long size) throws IOException {
        FileChannel channel = room(size);
        long before = channel.position();
        try {
            JsonWriter lines = new JsonWriter((int) Math.min(size, CHUNK));
            for (RejectedRecord record : rejected) {
                RejectionJson.write(record, lines);
                lines.endLine();
                if (lines.size() >= CHUNK) {
                    flush(lines, channel);
                }
            }
            flush(lines, channel);
            channel.force(false);
            kept += size;
        } catch (IOException e) {
            undo(channel, before, e);
            throw e;
        }
    }

    private static void flush(JsonWriter lines, FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(lines.buffer(), 0, lines.size());
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        lines.reset();
    }

    /** A batch written in part would come again whole: cut it off, or leave the file behind if even that fails. */
    private void undo(FileChannel channel, long before, IOException cause) {
        try {
            channel.truncate(before).position(before);
        } catch (IOException e) {
            cause.addSuppressed(e);
            leave(channel, cause);
        }
    }

    private void leave(FileChannel channel, IOException cause) {
        file = null;
        try {
            channel.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private FileChannel room(long bytes) throws IOException {
        FileChannel current = file;
        if (current != null && !current.isOpen()) {
            // An interrupt closes the channel under whoever uses it.
            file = null;
            current = null;
        }
        if (current != null && current.position() > 0 && current.position() + bytes > maxFileBytes) {
            current.close();
            file = null;
            current = null;
        }
        if (kept + bytes > maxTotalBytes) {
            // Somebody may have moved files away meanwhile.
            kept = total();
        }
        if (kept + bytes > maxTotalBytes && kept > 0) {
            throw new BlockedException(
                    "the rejections of pipeline '" + pipeline + "' in " + directory + " have reached " + kept + " of "
                            + maxTotalBytes + " bytes",
                    "look at why so much is rejected, then move files away or raise the bound",
                    null);
        }
        if (current == null) {
            current = next();
            file = current;
        }
        return current;
    }

    private FileChannel next() throws IOException {
        while (true) {
            number++;
            Path path = directory.resolve(String.format("%s-%06d.ndjson", pipeline, number));
            try {
                FileChannel channel = OwnerOnly.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OwnerOnly.forceDirectoryOf(path);
                return channel;
            } catch (FileAlreadyExistsException e) {
                // Of an earlier run, or of another process: never appended to, as it may end in half a line.
                LOG.debug("{} exists already", path);
            }
        }
    }

    private long total() throws IOException {
        long total = 0;
        Pattern ours = Pattern.compile(Pattern.quote(pipeline) + "-\\d{6,}\\.ndjson");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path path : files) {
                if (ours.matcher(path.getFileName().toString()).matches()) {
                    total += Files.size(path);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return total;
    }

    @Override
    public synchronized void close() {
        closed = true;
        FileChannel current = file;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                throw new UncheckedIOException("the rejection file of pipeline '" + pipeline + "' cannot be closed", e);
            }
        }
    }
}
