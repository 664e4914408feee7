package io.crosslog.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A contender in a JVM of its own, so that no other's garbage, compiled code or CPU time is taken for its. Confined to
 * one thread.
 */
final class RacerProcess implements AutoCloseable {

    private static final int CLOSE_SECONDS = 10;

    private final String name;
    private final Process process;
    private final BufferedWriter orders;
    private final BufferedReader laps;

    /** Starts a program that runs a lap for each line on its standard input, and answers with the lap. */
    RacerProcess(String name, Class<?> program, List<String> arguments) throws IOException {
        this.name = name;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms512m",
                "-Xmx512m",
                "-XX:+UseG1GC",
                // The official client's classes are of an old protoc; the runtime would say so at each start.
                "-Dcom.google.protobuf.use_unsafe_pre22_gencode",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-classpath",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(arguments);
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
        this.laps = process.inputReader(StandardCharsets.UTF_8);
    }

    Lap lap(String order) throws IOException {
        orders.write(order + '\n');
        orders.flush();
        String line = laps.readLine();
        if (line == null) {
            throw new IOException(name + " gave up; what it said is on the standard error stream");
        }
        return Lap.parse(line);
    }

    @Override
    public void close() throws IOException {
        try (orders;
                laps) {
            orders.flush();
        }
        try {
            if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
