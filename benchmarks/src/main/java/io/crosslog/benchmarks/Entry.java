package io.crosslog.benchmarks;

import io.crosslog.spi.Normalizer;
import io.crosslog.tencent.TencentRules;
import java.util.Locale;

/** Who takes part in a {@link Race}. */
enum Entry {
    /** Nothing guaranteed, nothing normalised; the measure of the others. */
    BARE("bare kafka-clients loop, Jackson tree, PutLogs") {
        @Override
        Contender on(Course course) {
            return new BareLoop(course, logstore());
        }
    },
    /** What the guarantees cost: the vendor's fields, as the bare loop sends them. */
    CROSSLOG_RAW("crosslog without a normalizer") {
        @Override
        Contender on(Course course) {
            return new CrosslogPipeline(course, logstore(), Normalizer.none());
        }
    },
    /** The main job. */
    CROSSLOG_OCSF("crosslog to OCSF") {
        @Override
        Contender on(Course course) {
            return new CrosslogPipeline(course, logstore(), TencentRules.waf());
        }
    };

    private final String title;

    Entry(String title) {
        this.title = title;
    }

    /** The contender, ready to run. */
    abstract Contender on(Course course);

    String title() {
        return title;
    }

    /** Where its logs go. */
    String logstore() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
