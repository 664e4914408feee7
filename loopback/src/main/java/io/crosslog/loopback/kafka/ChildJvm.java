package io.crosslog.loopback.kafka;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server in a JVM of its own, whose class path is ours to choose. It writes its log to a file, makes a file appear when
 * it is ready, and ends when it is told to on its standard input or when that closes because this JVM is gone (see {@link
 * ParentWatch}). Confined to one thread.
 */
final class ChildJvm {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int LOG_TAIL_BYTES = 4_000;

    private final Process process;
    private final Path log;

    private ChildJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts {@code main} in the directory and returns when it is ready; its arguments are the directory and then these. */
    static ChildJvm start(
            Class<?> main, Path directory, Path log, String classPath, List<String> jvmOptions, String... arguments) {
        Path ready = ParentWatch.readyFile(directory);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", ownLocation() + File.pathSeparator + classPath, main.getName()));
        command.add(directory.toString());
        command.addAll(List.of(arguments));
        try {
            Files.deleteIfExists(ready);
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            ChildJvm child = new ChildJvm(process, log);
            child.awaitReady(main.getSimpleName(), ready);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + command.get(0), e);
        }
    }

    private void awaitReady(String what, Path ready) {
        try {
            Await.until(what + " is ready", START_LIMIT, () -> Files.exists(ready) || !process.isAlive());
        } catch (IllegalStateException e) {
            process.destroyForcibly();
            throw new IllegalStateException(e.getMessage() + "; its log ends:\n" + logTail(), e);
        }
        if (!process.isAlive()) {
            throw new IllegalStateException(what + " ended with code " + process.exitValue()
                    + " instead of starting; its log ends:\n" + logTail());
        }
    }

    void stop() {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(ParentWatch.STOP);
        } catch (IOException ignored) {
            // It is gone already, or will be for want of an answer.
        }
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    private void kill() {
        process.destroyForcibly().onExit().join();
    }

    private String logTail() {
        try {
            byte[] all = Files.readAllBytes(log);
            int from = Math.max(0, all.length - LOG_TAIL_BYTES);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(unreadable: " + e + ")";
        }
    }

    private static String ownLocation() {
        try {
            return Path.of(ChildJvm.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Cannot tell where this class was loaded from", e);
        }
    }
}
