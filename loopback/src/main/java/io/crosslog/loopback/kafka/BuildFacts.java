package io.crosslog.loopback.kafka;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** What the build of this module wrote down for it: where the servers' jars are. */
final class BuildFacts {
    private BuildFacts() {}

    /** The class path of a forked {@link LoopbackKafka}: this module's own dependencies, as resolved by its build. */
    static String brokerClassPath() {
        return read("broker.classpath").strip();
    }

    /** The directory that holds the jars of {@link OldKafka} and nothing else. */
    static Path oldKafkaDirectory() {
        Path directory = Path.of(property("old-kafka.directory"));
        if (!Files.isDirectory(directory)) {
            throw new IllegalStateException(
                    directory + " is missing: build the module loopback (mvn -pl loopback process-resources)");
        }
        return directory;
    }

    /** The version of Kafka that {@link LoopbackKafka} runs. */
    static String kafkaVersion() {
        return property("kafka.version");
    }

    private static String property(String key) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(read("build.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalStateException("build.properties lacks " + key);
        }
        return value;
    }

    private static String read(String resource) {
        try (InputStream in = BuildFacts.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException(resource + " is not beside " + BuildFacts.class.getName()
                        + ": build the module loopback with Maven (mvn -pl loopback process-resources)");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
