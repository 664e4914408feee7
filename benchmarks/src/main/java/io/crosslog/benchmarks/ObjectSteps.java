package io.crosslog.benchmarks;

import io.crosslog.s3.StoredRecords;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * From an object's stored bytes to its records, on one thread, beside what one would write by hand. A score is the time for
 * one record of about 1 KB; the object holds some thousands of them, gzip.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ObjectSteps.RECORDS)
@Fork(
        value = 1,
        jvmArgs = {"-Xms512m", "-Xmx512m"})
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
public class ObjectSteps {

    static final int RECORDS = 8_000;

    private static final int BUFFER = 1 << 16;

    /** The kind of log. */
    @Param("access")
    public String log = "access";

    private byte[] lines = {};
    private StoredRecords asLines = new StoredRecords(lines);
    private StoredRecords asArray = new StoredRecords(lines);

    /** Makes the objects. */
    @Setup(Level.Trial)
    public void prepare() throws IOException {
        lines = packed("", "\n", "\n");
        asLines = new StoredRecords(lines);
        asArray = new StoredRecords(packed("[", ",\n", "]"));
    }

    private byte[] packed(String before, String between, String after) throws IOException {
        WafLogs logs = WafLogs.of(log, Instant.EPOCH);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed, BUFFER)) {
            gzip.write(before.getBytes(StandardCharsets.UTF_8));
            for (int number = 0; number < RECORDS; number++) {
                gzip.write(logs.bytes(number));
                gzip.write((number < RECORDS - 1 ? between : after).getBytes(StandardCharsets.UTF_8));
            }
        }
        return packed.toByteArray();
    }

    /** {@code GZIPInputStream}, and a copy of each line's bytes. */
    @Benchmark
    public long gzipSplit(Blackhole hole) throws IOException {
        long bytes = 0;
        byte[] buffer = new byte[BUFFER];
        int end = 0;
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(lines), BUFFER)) {
            for (int count = in.read(buffer, 0, BUFFER); count >= 0; count = in.read(buffer, end, BUFFER - end)) {
                int start = 0;
                int scanned = end;
                end += count;
                for (int i = scanned; i < end; i++) {
                    if (buffer[i] == '\n') {
                        hole.consume(Arrays.copyOfRange(buffer, start, i));
                        bytes += i - start;
                        start = i + 1;
                    }
                }
                end -= start;
                System.arraycopy(buffer, start, buffer, 0, end);
            }
        }
        return bytes;
    }

    /** {@code GZIPInputStream}, and {@code readLine}. */
    @Benchmark
    public long gzipReadLine(Blackhole hole) throws IOException {
        long characters = 0;
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(
                        new GZIPInputStream(new ByteArrayInputStream(lines), BUFFER), StandardCharsets.UTF_8),
                BUFFER)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                hole.consume(line);
                characters += line.length();
            }
        }
        return characters;
    }

    /** The source's own: lines. */
    @Benchmark
    public long lines() throws IOException, InterruptedException {
        return asLines.bytes();
    }

    /** The source's own: the elements of a JSON array. */
    @Benchmark
    public long array() throws IOException, InterruptedException {
        return asArray.bytes();
    }
}
