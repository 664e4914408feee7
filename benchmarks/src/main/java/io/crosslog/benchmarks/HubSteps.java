package io.crosslog.benchmarks;

import io.crosslog.azure.AzureDecoder;
import io.crosslog.azure.AzureRules;
import io.crosslog.model.LogEvent;
import io.crosslog.model.RawRecord;
import io.crosslog.spi.DecodeException;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.NormalizeException;
import io.crosslog.spi.Normalizer;
import java.io.IOException;
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
 * What becomes of a log in an event hub, on one thread, beside what Jackson needs for the same bytes as JSON. A score is the
 * time for one log of about 1 KB, of twenty in a message.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(HubSteps.EVENTS)
@Fork(
        value = 1,
        jvmArgs = {"-Xms512m", "-Xmx512m"})
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
public class HubSteps {

    static final int MESSAGES = 100;
    static final int EVENTS = MESSAGES * HubMessages.LOGS;

    /** The kind of message. */
    @Param({"json", "mixed", "quoted"})
    public String log = "json";

    private final Decoder decoder = AzureDecoder.create();
    private final Normalizer normalizer = AzureRules.all();
    private final Collected out = new Collected();
    private final TreeLogs treeLogs = new TreeLogs();
    private List<RawRecord> records = List.of();
    private List<byte[]> asJson = List.of();
    private List<LogEvent> decoded = List.of();

    /** Makes the input of each step. */
    @Setup(Level.Trial)
    public void prepare() throws DecodeException {
        HubMessages messages = HubMessages.of(log);
        records = messages.records(MESSAGES);
        asJson = messages.asJson(MESSAGES);
        decode();
        decoded = out.taken();
    }

    /** Gives back what is not on the heap. */
    @TearDown(Level.Trial)
    public void end() {
        treeLogs.close();
    }

    /** Jackson's scan of all tokens; no value is looked at. */
    @Benchmark
    public int jacksonTokens() throws IOException {
        int tokens = 0;
        for (byte[] message : asJson) {
            tokens += treeLogs.tokens(message);
        }
        return tokens;
    }

    /** Jackson's tree. */
    @Benchmark
    public void jacksonTree(Blackhole hole) throws IOException {
        for (byte[] message : asJson) {
            hole.consume(treeLogs.tree(message));
        }
    }

    /** From a message's bytes to its logs. */
    @Benchmark
    public int decode() throws DecodeException {
        out.clear();
        for (RawRecord record : records) {
            decoder.decode(record, out);
        }
        return out.size();
    }

    /** From logs to OCSF events. */
    @Benchmark
    public int normalize() throws NormalizeException {
        out.clear();
        for (LogEvent event : decoded) {
            normalizer.normalize(event, out);
        }
        return out.size();
    }
}
