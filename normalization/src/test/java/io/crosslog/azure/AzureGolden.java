package io.crosslog.azure;

import io.crosslog.normalize.RuleNormalizer;
import io.crosslog.testkit.GoldenFiles;
import io.crosslog.testkit.GoldenFiles.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The golden files of Azure's logs: all directories beside each other, each of them a category or several of one kind. The fuzz
 * test's directory has none. Immutable and thread-safe.
 */
final class AzureGolden {

    private static final Path DIRECTORY = Path.of("src/test/resources/io/crosslog/azure");

    private final List<Golden> files;

    AzureGolden(RuleNormalizer normalizer) {
        try (Stream<Path> directories = Files.list(DIRECTORY)) {
            files =
                    directories
                            .filter(directory -> !directory.endsWith("AzureFuzzTestInputs"))
                            .sorted()
                            .toList()
                            .stream()
                            .flatMap(directory -> GoldenFiles.in(directory, AzureDecoder.create(), normalizer).stream())
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the directories in " + DIRECTORY + " cannot be listed", e);
        }
    }

    Stream<Golden> all() {
        return files.stream();
    }

    /** Whether any file notices that the rules were changed. */
    boolean notices(RuleNormalizer changed) {
        return GoldenFiles.notice(files, changed);
    }
}
