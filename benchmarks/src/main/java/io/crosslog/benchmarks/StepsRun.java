package io.crosslog.benchmarks;

import io.crosslog.model.RawRecord;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link Steps}, {@link HubSteps} and {@link ObjectSteps}, and prints CPU time and bytes allocated beside what they are compared with. */
public final class StepsRun {

    /** So many records tell how long those of a kind are. */
    private static final int SIZED = 1_000;

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private StepsRun() {}

    /**
     * Runs the benchmarks.
     *
     * @param args JMH's own options, which win over those of the benchmarks
     * @throws Exception if JMH cannot run them
     */
    public static void main(String[] args) throws Exception {
        CommandLineOptions given = new CommandLineOptions(args);
        OptionsBuilder options = new OptionsBuilder();
        options.parent(given)
                .shouldFailOnError(true)
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuProfiler.class);
        if (given.getIncludes().isEmpty()) {
            for (Class<?> steps : List.of(Steps.class, HubSteps.class, ObjectSteps.class)) {
                options.include(steps.getName() + "\\..*");
            }
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        print(results, new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    /** Prints a table for each class of benchmarks, of which each kind of log is compared within itself. */
    static void print(Collection<RunResult> results, PrintStream out) {
        table(
                Steps.class,
                results,
                "Jackson's scan of all tokens of the same bytes",
                "jacksonTokens",
                "jacksonTree",
                kind -> average(WafLogs.of(kind, Instant.EPOCH).records(SIZED), 1),
                out);
        table(
                HubSteps.class,
                results,
                "Jackson's scan of all tokens of the same bytes as JSON",
                "jacksonTokens",
                "jacksonTree",
                kind -> average(HubMessages.of(kind).records(SIZED), HubMessages.LOGS),
                out);
        table(
                ObjectSteps.class,
                results,
                "GZIPInputStream and a split by hand",
                "gzipSplit",
                "gzipReadLine",
                kind -> average(WafLogs.of(kind, Instant.EPOCH).records(SIZED), 1),
                out);
    }

    /** How many bytes a log has. */
    private static double average(List<RawRecord> records, int logsEach) {
        return records.stream().mapToInt(record -> record.length()).average().orElse(Double.NaN) / logsEach;
    }

    private static void table(
            Class<?> of,
            Collection<RunResult> results,
            String said,
            String base,
            String other,
            ToDoubleFunction<String> bytes,
            PrintStream out) {
        Map<String, Map<String, RunResult>> byLog = new TreeMap<>();
        for (RunResult result : results) {
            String benchmark = result.getParams().getBenchmark();
            if (benchmark.startsWith(of.getName() + ".")) {
                byLog.computeIfAbsent(result.getParams().getParam("log"), kind -> new TreeMap<>())
                        .put(benchmark.substring(benchmark.lastIndexOf('.') + 1), result);
            }
        }
        if (byLog.isEmpty()) {
            return;
        }
        out.printf("%nFor one log, one thread; in brackets: beside %s.%n%n", said);
        out.printf("| log | step | CPU ns | bytes allocated | CPU beside %s | logs/CPU s | MB/CPU s |%n", other);
        out.println("|---|---|---|---|---|---|---|");
        byLog.forEach((log, steps) -> steps.forEach((step, result) -> out.printf(
                Locale.ROOT,
                "| %s (%,.0f bytes) | %s | %,.0f%s | %,.0f%s | %s | %,.0f | %,.0f |%n",
                log,
                bytes.applyAsDouble(log),
                step,
                value(result, CpuProfiler.CPU),
                inBrackets(ratio(CpuProfiler.CPU, result, steps.get(base))),
                value(result, ALLOCATED),
                inBrackets(ratio(ALLOCATED, result, steps.get(base))),
                ratio(CpuProfiler.CPU, result, steps.get(other)),
                1e9 / value(result, CpuProfiler.CPU),
                1e3 * bytes.applyAsDouble(log) / value(result, CpuProfiler.CPU))));
    }

    private static double value(RunResult result, String name) {
        Result<?> value = result.getSecondaryResults().get(name);
        return value == null ? Double.NaN : value.getScore();
    }

    private static String inBrackets(String ratio) {
        return ratio.isEmpty() ? "" : " (" + ratio + ")";
    }

    private static String ratio(String name, RunResult result, @Nullable RunResult base) {
        return base == null ? "" : String.format(Locale.ROOT, "%.2f", value(result, name) / value(base, name));
    }
}
