package io.crosslog.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.samples.quickstart.Arrivals;
import io.crosslog.samples.quickstart.WafLogs;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class QuickstartTest {

    @Test
    @DisplayName("The quickstart succeeds, in a short form, and prints what it promises")
    void runs() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(new QuickstartKafka(new PrintStream(out, true, UTF_8), 3_000).run())
                .isTrue();
        assertThat(out.toString(UTF_8))
                .contains("events/s", "One event, as CLS hands it out", "\"attack_type\"", "\"HTTP Activity\"")
                .contains("3000 received = 2997 delivered + 3 rejected", "invalid-utf8=6", "Everything arrived.");
    }

    @Test
    @DisplayName("Its second part succeeds: late objects are read, the damaged one is rejected, none is read twice")
    void runsOverCos() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean good = new QuickstartCos(new PrintStream(out, true, UTF_8)).run();
        assertThat(out.toString(UTF_8)).contains("9001 received", "1000 received", "Every object arrived.");
        assertThat(good).isTrue();
    }

    @Test
    @DisplayName(
            "Its third part succeeds: what is no JSON is mended, a broken log is rejected alone, metrics are filtered")
    void runsOverEventHubs() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean good = new QuickstartAzure(new PrintStream(out, true, UTF_8)).run();
        assertThat(out.toString(UTF_8)).contains("1000 received", "repaired", "metrics=5000", "Every log arrived.");
        assertThat(good).isTrue();
    }

    @Test
    @DisplayName("Its check notices what is missing")
    void notices() {
        Arrivals arrivals = new Arrivals(0);
        assertThat(arrivals.missing(1_000)).isEqualTo(999);
        assertThat(WafLogs.number(WafLogs.uuid(54_321))).isEqualTo(54_321);
    }
}
