package io.crosslog.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes files (mode 0600) and directories (0700) that only their owner can read, where the file system knows owners. */
public final class OwnerOnly {

    private OwnerOnly() {}

    /**
     * Makes a directory and those above it, as far as they are missing.
     *
     * @param directory the directory
     * @throws IOException if that failed
     */
    public static void directories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, mode(directory, "rwx------"));
        }
    }

    /**
     * Opens a file.
     *
     * @param file the file
     * @param options how to open it
     * @return its channel
     * @throws IOException if that failed
     */
    public static FileChannel open(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, Set.of(options), mode(file, "rw-------"));
    }

    /**
     * Forces the directory of a file to disk, so that the file's being there survives too; does nothing where the system
     * does not let one open directories.
     *
     * @param file the file
     * @throws IOException if that failed
     */
    public static void forceDirectoryOf(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null && isPosix(file)) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] mode(Path path, String permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
