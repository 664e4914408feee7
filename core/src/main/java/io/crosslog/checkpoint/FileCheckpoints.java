package io.crosslog.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.crosslog.files.OwnerOnly;
import io.crosslog.model.JsonWriter;
import io.crosslog.model.Position;
import io.crosslog.spi.BlockedException;
import io.crosslog.spi.Checkpoints;
import io.crosslog.spi.StaleClaimException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The positions in one directory, under a lock that its channel holds.
 *
 * <p>A file is one line of JSON and its CRC-32C in hex. The number in the file {@code fence} goes up at each opening; a save
 * by one who no longer finds its own number there is refused, in case a file system does not keep its locks.
 */
final class FileCheckpoints implements Checkpoints {

    private static final Logger LOG = LoggerFactory.getLogger(FileCheckpoints.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int VERSION = 1;

    private final Path home;
    private final FileChannel lock;
    private final long fence;
    private final Map<String, String> tokens;

    private FileCheckpoints(Path home, FileChannel lock, long fence, Map<String, String> tokens) {
        this.home = home;
        this.lock = lock;
        this.fence = fence;
        this.tokens = tokens;
    }

    static FileCheckpoints load(Path home, FileChannel lock) throws IOException {
        Map<String, String> tokens = new TreeMap<>();
        Path current = home.resolve("positions");
        Path previous = home.resolve("positions.previous");
        if (Files.exists(current) || Files.exists(previous)) {
            try {
                tokens.putAll(read(current));
            } catch (IOException torn) {
                try {
                    tokens.putAll(read(previous));
                    LOG.warn(
                            "{}; going on from the positions saved before, some records will come twice",
                            torn.getMessage());
                } catch (IOException both) {
                    torn.addSuppressed(both);
                    throw new IOException(
                            "the saved positions in " + home + " cannot be read: " + torn.getMessage()
                                    + "; restore the file 'positions', or delete it and 'positions.previous' to have the"
                                    + " source start by its start rule",
                            torn);
                }
            }
        }
        long fence = readFence(home) + 1;
        replace(home.resolve("fence"), Long.toString(fence).getBytes(StandardCharsets.US_ASCII));
        return new FileCheckpoints(home, lock, fence, tokens);
    }

    private static Map<String, String> read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int newline = bytes.length - 10;
        if (newline < 0 || bytes[newline] != '\n') {
            throw new IOException(file + " is torn: it has no checksum");
        }
        String stated = new String(bytes, newline + 1, 8, StandardCharsets.US_ASCII);
        if (!stated.equals(checksum(bytes, newline))) {
            throw new IOException(file + " is torn: its checksum does not fit");
        }
        try {
            JsonNode root = JSON.readTree(bytes, 0, newline);
            int version = root.path("version").asInt();
            if (version != VERSION) {
                throw new IOException(file + " is of version " + version + ", this release reads " + VERSION);
            }
            Map<String, String> tokens = new TreeMap<>();
            root.path("positions")
                    .properties()
                    .forEach(e -> tokens.put(e.getKey(), e.getValue().asText()));
            return tokens;
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not what a checkpoint looks like", e);
        }
    }

    private static long readFence(Path home) throws IOException {
        try {
            return Long.parseLong(Files.readString(home.resolve("fence")).strip());
        } catch (NoSuchFileException e) {
            return 0;
        } catch (NumberFormatException e) {
            throw new IOException(
                    home.resolve("fence") + " holds no number; delete it once no pipeline uses " + home, e);
        }
    }

    @Override
    public synchronized Optional<Position> claim(String partition) throws IOException {
        if (!lock.isOpen()) {
            throw new IOException("the checkpoints in " + home + " are closed");
        }
        if (readFence(home) != fence) {
            throw new BlockedException(
                    "another process has opened the checkpoints in " + home + " although they were locked here",
                    "stop one of the two, and keep the directory on a file system that keeps its locks",
                    null);
        }
        String token = tokens.get(partition);
        return Optional.of(token == null ? Position.start(partition) : Position.of(partition, token));
    }

    @Override
    public synchronized void save(Collection<Position> positions) throws IOException, StaleClaimException {
        Stale.check(!lock.isOpen() || readFence(home) != fence, positions);
        Map<String, String> next = new TreeMap<>(tokens);
        positions.forEach(p -> next.put(p.partition(), p.token()));
        Path current = home.resolve("positions");
        Path previous = home.resolve("positions.previous");
        if (Files.exists(current)) {
            Path link = home.resolve("positions.link");
            Files.deleteIfExists(link);
            Files.copy(current, link);
            Files.move(link, previous, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        replace(current, render(next));
        tokens.putAll(next);
    }

    private static byte[] render(Map<String, String> tokens) {
        JsonWriter out = new JsonWriter(256).beginObject().name("version").number(VERSION);
        out.name("positions").value(tokens).endObject();
        String checksum = '\n' + checksum(out.buffer(), out.size()) + '\n';
        return (out + checksum).getBytes(StandardCharsets.UTF_8);
    }

    private static String checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return String.format("%08x", crc.getValue());
    }

    /** Writes a file so that a crash at any moment leaves the old or the new content whole. */
    private static void replace(Path file, byte[] content) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        try (FileChannel channel = OwnerOnly.open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        // The move itself must survive too.
        OwnerOnly.forceDirectoryOf(file);
    }

    @Override
    public void release(Set<String> partitions) {
        // The lock is for all partitions at once: they are given back at close.
    }

    @Override
    public synchronized void close() throws IOException {
        lock.close();
    }
}
