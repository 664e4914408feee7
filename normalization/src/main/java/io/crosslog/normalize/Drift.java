package io.crosslog.normalize;

import io.crosslog.model.LogEvent;
import io.crosslog.spi.NormalizeException;
import io.crosslog.spi.Normalizer;
import io.crosslog.spi.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A normalizer that does what another one does, and tells when logs are not what they used to be: a field, a word of an enum or a
 * kind of log that was not there before, a zone that is set wrong, and how much of each rule's events stays unmapped.
 *
 * <pre>{@code
 * Drift drift = Drift.watch(TencentRules.all()).listener(finding -> alerts.send(finding.toString())).build();
 * Pipeline.named("tencent").from(source).decode(decoder).normalize(drift)...
 * System.out.println(drift.report());
 * }</pre>
 *
 * <p>What a rule knows, and what is there in its first 10,000 events, is not new; what is found is told once. Findings go to the
 * listener, or to a warning in the log (at most 50, and each zone that is wrong) where there is none; are counted in the pipeline's status as {@code
 * drift:<kind>:<rule>}; and stand in {@link #report()}. Nothing is remembered over a restart. Bounded: 2,000 fields and 500 words for each
 * rule, 100 kinds of logs, 1,000 findings of which the last says that there are more, and 100 zones besides. Costs a pass over the fields of each event.
 *
 * <p>Safe for concurrent calls.
 */
public final class Drift implements Normalizer {

    private static final Logger LOG = LoggerFactory.getLogger(Drift.class);
    private static final int MOST_FINDINGS = 1_000;
    private static final int MOST_ZONES = 100;
    private static final int MOST_WARNINGS = 50;

    private final RuleNormalizer normalizer;
    private final long learning;
    private final @Nullable Consumer<DriftFinding> listener;
    private final Map<String, RuleWatch> rules = new ConcurrentHashMap<>();
    private final List<DriftFinding> findings = new ArrayList<>();
    private int zones;

    private Drift(Builder b) {
        normalizer = b.normalizer;
        learning = b.learning;
        listener = b.listener;
    }

    /**
     * Starts a watch.
     *
     * @param normalizer does the translating
     * @return a builder that holds the defaults
     */
    public static Builder watch(RuleNormalizer normalizer) {
        return new Builder(normalizer);
    }

    @Override
    public void normalize(LogEvent event, Output out) throws NormalizeException {
        Notes notes = new Notes(event);
        normalizer.normalize(event, new Timed(out, notes), notes);
        for (DriftFinding finding : notes.findings) {
            out.count("drift:" + finding.kind() + ":" + finding.rule());
            tell(finding);
        }
    }

    /** {@return what was found so far, and how well each rule fits} */
    public DriftReport report() {
        Map<String, DriftReport.Fit> fits = new TreeMap<>();
        rules.forEach((name, watch) -> fits.put(name, watch.fit()));
        synchronized (findings) {
            return new DriftReport(findings, fits);
        }
    }

    private RuleWatch watch(String rule) {
        RuleSelection selection = normalizer.rules().selection();
        boolean rest = rule.equals(selection.otherwise().name());
        return new RuleWatch(selection.find(rule), rest, learning);
    }

    private void tell(DriftFinding finding) {
        boolean zone = finding.kind() == DriftFinding.Kind.WRONG_ZONE;
        DriftFinding told = finding;
        int number;
        synchronized (findings) {
            number = zone ? zones + 1 : findings.size() - zones + 1;
            if (number > (zone ? MOST_ZONES : MOST_FINDINGS)) {
                return;
            }
            zones += zone ? 1 : 0;
            if (!zone && number == MOST_FINDINGS) {
                told = full(finding.rule());
            }
            findings.add(told);
        }
        if (listener != null) {
            listener.accept(told);
        } else if (zone || number <= MOST_WARNINGS || number == MOST_FINDINGS) {
            LOG.warn("{}{}", told, !zone && number == MOST_WARNINGS ? "; few further findings are logged" : "");
        }
    }

    /** The last finding, so that names made up by a sender do not silence what else changes without a word. */
    private static DriftFinding full(String rule) {
        return new DriftFinding(
                DriftFinding.Kind.TOO_MUCH,
                rule,
                "more than " + (MOST_FINDINGS - 1) + " findings",
                "further ones, of any rule, are counted and not told, but for zones that are wrong");
    }

    /** Sets up a watch. Confined to one thread. */
    public static final class Builder {

        private final RuleNormalizer normalizer;
        private long learning = 10_000;
        private @Nullable Consumer<DriftFinding> listener;

        private Builder(RuleNormalizer normalizer) {
            this.normalizer = Objects.requireNonNull(normalizer, "normalizer");
        }

        /**
         * Sets how many events of a rule tell what is always there.
         *
         * @param events not negative; 10,000 by default; 0 to be told of all that the rule does not know
         * @return this
         */
        public Builder learning(long events) {
            if (events < 0) {
                throw new IllegalArgumentException("learning was " + events + " but must not be negative");
            }
            learning = events;
            return this;
        }

        /**
         * Says who hears of findings, in place of the log.
         *
         * @param value takes each finding once, on a writing thread, at up to 1,000 in all and 100 zones; what it throws stops the pipeline
         * @return this
         */
        public Builder listener(Consumer<DriftFinding> value) {
            listener = Objects.requireNonNull(value, "listener");
            return this;
        }

        /** {@return the watching normalizer} */
        public Drift build() {
            return new Drift(this);
        }
    }

    /** Hears of one event. Confined to one thread. */
    private final class Notes implements Trace {

        private final LogEvent source;
        private final List<DriftFinding> findings = new ArrayList<>(0);
        private final Map<String, String> words = new LinkedHashMap<>(0);
        private @Nullable LogEvent made;

        Notes(LogEvent source) {
            this.source = source;
        }

        @Override
        public void wrote(Place place, List<SourceNode> sources) {
            // What is used is known when the event is made.
        }

        @Override
        public void failed(Place place, List<SourceNode> sources) {
            // It is counted as conversion-failed.
        }

        @Override
        public void unknown(Place place, String word) {
            words.put(place.path(), word);
        }

        @Override
        public void again() {
            words.clear();
        }

        @Override
        public void made(String rule, SourceNode root) {
            RuleWatch watch = rules.computeIfAbsent(rule, Drift.this::watch);
            findings.addAll(watch.made(source, made, root));
            words.forEach((attribute, word) -> findings.addAll(watch.unknown(attribute, word)));
            words.clear();
        }
    }

    /** Shows an event that was made to the notes. */
    private record Timed(Output out, Notes notes) implements Output {

        @Override
        public void emit(LogEvent event) {
            notes.made = event;
            out.emit(event);
        }

        @Override
        public void reject(byte[] part, String reason) {
            out.reject(part, reason);
        }

        @Override
        public void filter(String reason) {
            out.filter(reason);
        }

        @Override
        public void count(String name) {
            out.count(name);
        }
    }
}
