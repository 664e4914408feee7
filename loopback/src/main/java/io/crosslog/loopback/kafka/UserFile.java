package io.crosslog.loopback.kafka;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;

/**
 * Names and passwords in a file, which a broker reads at every authentication: so they can be changed while it runs, in
 * this JVM or in another. Safe for concurrent calls of readers beside one writer.
 */
final class UserFile {
    private final Path file;

    UserFile(Path file) {
        this.file = file;
    }

    Path path() {
        return file;
    }

    void write(Map<String, String> passwords) {
        Properties content = new Properties();
        content.putAll(passwords);
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            try (Writer out = Files.newBufferedWriter(next)) {
                content.store(out, null);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the broker's users to " + file, e);
        }
    }

    boolean accepts(String name, char[] password) throws IOException {
        Properties content = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            content.load(in);
        }
        String expected = content.getProperty(name);
        return expected != null && expected.equals(String.valueOf(password));
    }
}
