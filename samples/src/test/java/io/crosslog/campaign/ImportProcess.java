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

/** {@link ImportMain} in a JVM of its own. Confined to one thread. */
final class ImportProcess implements AutoCloseable {

    private static final List<String> JVM_OPTIONS = List.of(
            "-Xmx192m",
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
        Path log = Files.createTempFile(route.directory(), name + "-", ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ImportMain.class.getName()));
        command.addAll(ImportMain.arguments(name, files, route));
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

    /** Ends it in good order and fails if its ledgers did not balance. */
    void finish() throws IOException, InterruptedException {
        process.getOutputStream().close();
        assertThat(process.waitFor(40, TimeUnit.SECONDS)).as("ended in time").isTrue();
        assertThat(process.exitValue()).as("exit code; output: %s", output()).isZero();
        assertThat(output()).contains(ImportMain.ENDED);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private String output() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(unreadable: " + e + ")";
        }
    }
}
