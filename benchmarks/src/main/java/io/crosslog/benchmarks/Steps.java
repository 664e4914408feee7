package io.crosslog.benchmarks;

import io.crosslog.model.LogEvent;
import io.crosslog.model.RawRecord;
import io.crosslog.parse.ParsedRecord;
import io.crosslog.parse.RecordParser;
import io.crosslog.sls.RequestBodies;
import io.crosslog.spi.DecodeException;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.NormalizeException;
import io.crosslog.spi.Normalizer;
import io.crosslog.tencent.ClsDecoder;
import io.crosslog.tencent.TencentRules;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What becomes of a WAF record on its way through a pipeline, step by step, on one thread; beside it what Jackson
 * needs for the same bytes. A score is the time for one record of a thousand.
 *
 * <p>Each step is given what the one before it made, outside the time measured.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Steps.RECORDS)
@Fork(
        value = 1,
        jvmArgs = {"-Xms512m", "-Xmx512m", "-Dcom.google.protobuf.use_unsafe_pre22_gencode"})
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
public class Steps {

    static final int RECORDS = 1_000;

    /** The kind of log. */
    @Param({"access", "attack"})
    public String log = "access";

    private final Decoder decoder = ClsDecoder.create();
    private final Normalizer normalizer = TencentRules.waf();
    private final Collected out = new Collected();
    private final TreeLogs treeLogs = new TreeLogs();
    private final RequestBodies bodies = new RequestBodies();
    private List<RawRecord> records = List.of();
    private List<LogEvent> decoded = List.of();
    private List<LogEvent> normalized = List.of();

    /** Makes the input of each step. */
    @Setup(Level.Trial)
    public void prepare() throws DecodeException, NormalizeException {
        records = WafLogs.of(log, Instant.now().minusSeconds(600)).records(RECORDS);
        decode();
        decoded = out.taken();
        normalize();
        normalized = out.taken();
    }

    /** Gives back what is not on the heap. */
    @TearDown(Level.Trial)
    public void end() {
        treeLogs.close();
        bodies.close();
    }

    /** Jackson's scan of all tokens; no value is looked at. */
    @Benchmark
    public int jacksonTokens() throws IOException {
        int tokens = 0;
        for (RawRecord record : records) {
            tokens += treeLogs.tokens(record.array());
        }
        return tokens;
    }

    /** Jackson's tree. */
    @Benchmark
    public void jacksonTree(Blackhole hole) throws IOException {
        for (RawRecord record : records) {
            hole.consume(treeLogs.tree(record.array()));
        }
    }

    /** Jackson's tree, a log of the official client's classes with the same fields, and deflate: a bare loop's work. */
    @Benchmark
    public int jacksonTreeToBody() throws IOException {
        for (RawRecord record : records) {
            treeLogs.add(record.array(), (int) record.arrival().getEpochSecond());
        }
        return treeLogs.deflated(treeLogs.take()).length;
    }

    /** From bytes to the vendor's fields. */
    @Benchmark
    public int decode() throws DecodeException {
        out.clear();
        for (RawRecord record : records) {
            decoder.decode(record, out);
        }
        return out.size();
    }

    /** From the vendor's fields to an OCSF event. */
    @Benchmark
    public int normalize() throws NormalizeException {
        out.clear();
        for (LogEvent event : decoded) {
            normalizer.normalize(event, out);
        }
        return out.size();
    }

    /** From an OCSF event to its part of a LogGroup. */
    @Benchmark
    public long encode() {
        return bodies.encode(normalized, false);
    }

    /** The same, and deflate. */
    @Benchmark
    public long encodeAndDeflate() {
        return bodies.encode(normalized, true);
    }

    /** All steps with the vendor's fields as they are: decode, encode, deflate. */
    @Benchmark
    public long allButNormalize() {
        return bodies.encode(parsed(Normalizer.none()), true);
    }

    /** All steps: decode, normalize, encode, deflate. */
    @Benchmark
    public long all() {
        return bodies.encode(parsed(normalizer), true);
    }

    /** As the engine does it. */
    private List<LogEvent> parsed(Normalizer by) {
        RecordParser parser = new RecordParser(decoder, by);
        List<LogEvent> events = new ArrayList<>(RECORDS);
        for (RawRecord record : records) {
            ParsedRecord parsed = parser.parse(record);
            events.addAll(parsed.events());
        }
        if (events.size() != RECORDS) {
            throw new IllegalStateException(RECORDS + " records made " + events.size() + " events");
        }
        return events;
    }
}
