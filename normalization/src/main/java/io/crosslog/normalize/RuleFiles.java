package io.crosslog.normalize;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds and reads rule files. */
final class RuleFiles {

    private static final int MAX_DEPTH = 16;

    private RuleFiles() {}

    static String read(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return text(in);
        } catch (IOException e) {
            throw new UncheckedIOException("rule file " + path + " cannot be read", e);
        }
    }

    /** A file of the class path: of the host's, else of this module's. */
    static String resource(String name) {
        ClassLoader hosts = Thread.currentThread().getContextClassLoader();
        try (InputStream in = open(name, hosts)) {
            return text(in);
        } catch (IOException e) {
            throw new UncheckedIOException("rule file " + name + " cannot be read from the class path", e);
        }
    }

    /**
     * What a file holds, in UTF-8. Of a file that is longer than any rule file may be, only as much is read as shows that; of bytes
     * that are no UTF-8 comes a character that no rule file may have. Both are told with all else that is wrong.
     */
    static String text(InputStream in) throws IOException {
        String text = new String(in.readNBytes(4 * YamlReader.MAX_CHARACTERS + 1), StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static InputStream open(String name, @Nullable ClassLoader hosts) {
        InputStream in = hosts == null ? null : hosts.getResourceAsStream(name);
        in = in == null ? RuleFiles.class.getClassLoader().getResourceAsStream(name) : in;
        if (in == null) {
            throw new IllegalArgumentException("no rule file '" + name + "' is on the class path");
        }
        return in;
    }

    /** The rule files in a directory and below, by path. */
    static List<Path> in(Path directory) {
        try (Stream<Path> all = Files.walk(directory, MAX_DEPTH)) {
            List<Path> files = all.filter(RuleFiles::isRuleFile).sorted().toList();
            if (files.isEmpty()) {
                throw new IllegalArgumentException("no *.yaml and no *.yml in " + directory.toAbsolutePath());
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("rule directory " + directory + " cannot be listed", e);
        }
    }

    private static boolean isRuleFile(Path path) {
        String name = path.toString();
        return (name.endsWith(".yaml") || name.endsWith(".yml")) && Files.isRegularFile(path);
    }
}
