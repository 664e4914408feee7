package io.crosslog.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs each benchmark once, far too short for a figure, so that none can rot. */
@DisplayName("The benchmarks")
class BenchmarksTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Blackhole hole = new Blackhole(
            "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.");
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(strings = {"access", "attack"})
    @DisplayName("take every step")
    void everyStep(String log) throws Exception {
        Steps steps = new Steps();
        steps.log = log;
        steps.prepare();

        assertThat(steps.jacksonTokens()).isGreaterThan(20 * Steps.RECORDS);
        steps.jacksonTree(hole);
        assertThat(steps.jacksonTreeToBody()).isPositive();
        assertThat(steps.decode()).isEqualTo(Steps.RECORDS);
        assertThat(steps.normalize()).isEqualTo(Steps.RECORDS);
        assertThat(steps.encodeAndDeflate()).isPositive().isLessThan(steps.encode());
        assertThat(steps.allButNormalize()).isPositive();
        assertThat(steps.all()).isEqualTo(steps.encodeAndDeflate());
        steps.end();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "mixed", "quoted"})
    @DisplayName("make an event of each log in a hub")
    void hubs(String log) throws Exception {
        HubSteps steps = new HubSteps();
        steps.log = log;
        steps.prepare();
        assertThat(steps.jacksonTokens()).isGreaterThan(20 * HubSteps.EVENTS);
        steps.jacksonTree(hole);
        assertThat(steps.decode()).isEqualTo(HubSteps.EVENTS);
        assertThat(steps.normalize()).isEqualTo(HubSteps.EVENTS);
        steps.end();
    }

    @Test
    @DisplayName("cut the same records out of objects")
    void objects() throws Exception {
        ObjectSteps steps = new ObjectSteps();
        steps.prepare();
        assertThat(steps.lines())
                .isEqualTo(steps.array())
                .isEqualTo(steps.gzipSplit(hole))
                .isGreaterThan(1 << 20);
        assertThat(steps.gzipReadLine(hole)).isPositive();
    }

    @Test
    @DisplayName("run in JMH, and say what they are beside Jackson")
    void inJmh() throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(Steps.class.getName() + "\\.jackson(Tokens|Tree)$")
                        .param("log", "attack")
                        .forks(0)
                        .addProfiler(CpuProfiler.class)
                        .addProfiler(GCProfiler.class)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(1))
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run();
        StepsRun.print(results, out);

        assertThat(text())
                .containsPattern(
                        "\\| attack \\([\\d,]+ bytes\\) \\| jacksonTokens \\| .* \\(1\\.00\\) \\| .* \\(1\\.00\\) \\| \\d");
    }

    @Test
    @DisplayName("race to the end, with every log at the endpoint")
    void race() throws Exception {
        Standings standings = new Race(600, 1, out).run();

        assertThat(Entry.values())
                .allSatisfy(entry -> assertThat(standings.laps(entry)).isOne());
        assertThat(standings.toString()).contains("| crosslog to OCSF | ", "| bare kafka-clients loop");
    }

    @Test
    @DisplayName("race over a bucket to the end, with every object read once")
    void bucketRace() throws Exception {
        List<BucketStandings> standings = new BucketRace(2, 30, 1, out).run();

        assertThat(standings).allSatisfy(table -> assertThat(BucketEntry.values())
                .allSatisfy(entry -> assertThat(table.laps(entry)).isOne()));
        assertThat(standings.get(1).listsPerThousand(BucketEntry.CROSSLOG_TWO)).isPositive();
        assertThat(text()).contains("| crosslog before decoding, 2 objects at a time | ", "| the same, 2 threads | ");
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
