package io.crosslog.samples;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Settings of a sample, from a properties file that is read at each question, or from environment variables. */
final class Settings {

    private final String where;
    private final Function<String, @Nullable String> lookUp;

    Settings(String where, Function<String, @Nullable String> lookUp) {
        this.where = where;
        this.lookUp = lookUp;
    }

    static Settings of(Path file) {
        return new Settings("the file " + file, name -> read(file).getProperty(name));
    }

    static Settings ofEnvironment() {
        return new Settings("the environment", name -> System.getenv(variable(name)));
    }

    private static Properties read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("the settings in " + file + " cannot be read", e);
        }
        return properties;
    }

    private static String variable(String name) {
        return "CROSSLOG_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Names everything that is missing, at once. */
    void require(String... names) {
        String missing = Stream.of(names)
                .filter(name -> find(name).isEmpty())
                .map(name -> name + " (" + variable(name) + ")")
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("missing in " + where + ": " + missing);
        }
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(lookUp.apply(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    String get(String name, String otherwise) {
        return find(name).orElse(otherwise);
    }

    String get(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException(name + " is missing in " + where));
    }
}
