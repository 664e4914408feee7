package io.crosslog.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link ImportMain}, or another program of the kind, in a JVM of its own. Confined to one thread. */
final class ImportProcess implements AutoCloseable {

    /** What a process ends with that is killed so: 128 and the number of the signal. */
    private static final int SIGKILLED = 128 + 9;

    private static final List<String> JVM_OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dorg.slf4j.simpleLogger.showDateTime=true");

    private final Process process;
    private final Path log;

    private ImportProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static ImportProcess start(String name, boolean files, Route route) throws IOException {
        return start(route.directory(), name, "192m", ImportMain.class, ImportMain.arguments(name, files, route));
    }

    /** Starts a program in a JVM with so much heap; what it says is kept in the directory. */
    static ImportProcess start(Path directory, String name, String heap, Class<?> program, List<String> arguments)
            throws IOException {
        Path log = Files.createTempFile(directory, name + "-", ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heap);
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new ImportProcess(process, log);
    }

    /** Waits until it has said this. */
    void await(String milestone, Duration within) throws InterruptedException {
        Waiting.until(
                "the pipeline's process says '" + milestone + "'",
                within,
                () -> output().contains(milestone + "\n") || !process.isAlive(),
                this::output);
        assertThat(process.isAlive())
                .as("the process lives; its output: %s", output())
                .isTrue();
    }

    boolean hasSaid(String milestone) {
        return output().contains(milestone + "\n");
    }

    /** Ends it as a crash would, with SIGKILL. */
    void kill() throws InterruptedException {
        assertThat(process.isAlive())
                .as("the process lives; its output: %s", output())
                .isTrue();
        process.destroyForcibly().waitFor();
    }

    /** Ends it with SIGKILL, unless it has ended by itself; tells whether it had not. */
    boolean strike() throws InterruptedException {
        return process.destroyForcibly().waitFor() == SIGKILLED;
    }

    /** Ends it in good order and fails if its ledgers did not balance. */
    void finish() throws IOException, InterruptedException {
        process.getOutputStream().close();
        awaitEnd(Duration.ofSeconds(40));
    }

    /** Waits until it has ended by itself, in good order, and fails if its ledgers did not balance. */
    void awaitEnd(Duration within) throws InterruptedException {
        assertThat(process.waitFor(within.toSeconds(), TimeUnit.SECONDS))
                .as("ended in time; output: %s", output())
                .isTrue();
        assertThat(process.exitValue()).as("exit code; output: %s", output()).isZero();
        assertThat(output()).contains(ImportMain.ENDED);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** All that it has said. */
    String output() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(unreadable: " + e + ")";
        }
    }
}
