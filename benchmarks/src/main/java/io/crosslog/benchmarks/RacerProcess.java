package io.crosslog.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A contender in a JVM of its own, so that no other's garbage, compiled code or CPU time is taken for its. Confined to
 * one thread.
 */
final class RacerProcess implements AutoCloseable {

    private static final int CLOSE_SECONDS = 10;

    private final Entry entry;
    private final Process process;
    private final BufferedWriter orders;
    private final BufferedReader laps;

    RacerProcess(Entry entry, Course course) throws IOException {
        this.entry = entry;
        this.process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms512m",
                        "-Xmx512m",
                        "-XX:+UseG1GC",
                        // The official client's classes are of an old protoc; the runtime would say so at each start.
                        "-Dcom.google.protobuf.use_unsafe_pre22_gencode",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        Racer.class.getName(),
                        entry.name(),
                        course.bootstrap(),
                        Integer.toString(course.slsPort()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
        this.laps = process.inputReader(StandardCharsets.UTF_8);
    }

    Lap lap(String group, int records) throws IOException {
        orders.write(group + ' ' + records + '\n');
        orders.flush();
        String line = laps.readLine();
        if (line == null) {
            throw new IOException(entry + " gave up; what it said is on the standard error stream");
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
