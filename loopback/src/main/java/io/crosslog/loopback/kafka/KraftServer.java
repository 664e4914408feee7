package io.crosslog.loopback.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/** The broker in this JVM, which must have Kafka's server classes. The only class that knows them. */
final class KraftServer implements Broker {
    private final Path propertiesFile;
    private @Nullable KafkaRaftServer running;

    KraftServer(Path propertiesFile) {
        this.propertiesFile = propertiesFile;
    }

    @Override
    public void start() {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(propertiesFile)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + propertiesFile, e);
        }
        format(Path.of(properties.getProperty("log.dirs", "")));
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        running = server;
        server.startup();
    }

    private void format(Path data) {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String[] arguments = {"format", "-t", Uuid.randomUuid().toString(), "-c", propertiesFile.toString()};
        int code = StorageTool.execute(arguments, new PrintStream(said, true, StandardCharsets.UTF_8));
        if (code != 0) {
            throw new IllegalStateException(
                    "Kafka could not format " + data + ": " + said.toString(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void stop() {
        KafkaRaftServer server = running;
        running = null;
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
        }
    }
}
