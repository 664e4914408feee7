package io.crosslog.normalize;

import io.crosslog.model.LogEvent;
import io.crosslog.spi.NormalizeException;
import io.crosslog.spi.Normalizer;
import io.crosslog.spi.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A normalizer that does what another one does, and notes which source fields became which attributes, which stayed unmapped,
 * and which could not be converted.
 *
 * <pre>{@code
 * Coverage coverage = Coverage.of(TencentRules.waf());
 * Parsers.parse(ClsDecoder.create(), coverage, records);
 * assertThat(coverage.report().rule("tencent/waf-attack").orElseThrow().unmappedFields()).isEmpty();
 * System.out.println(coverage.report());
 * }</pre>
 *
 * <p>Costs a few passes over the fields of each event; the rules alone note nothing. At most 10,000 fields are told apart for
 * each rule. Safe for concurrent calls, which take turns to note.
 */
public final class Coverage implements Normalizer {

    private final RuleNormalizer normalizer;
    private final Map<String, CoverageCount> rules = new TreeMap<>();
    private final Map<String, Long> filtered = new TreeMap<>();
    private final Map<String, Long> counted = new TreeMap<>();

    private Coverage(RuleNormalizer normalizer) {
        this.normalizer = Objects.requireNonNull(normalizer, "normalizer");
    }

    /**
     * A normalizer that notes what another one does.
     *
     * @param normalizer the other one
     * @return the normalizer
     */
    public static Coverage of(RuleNormalizer normalizer) {
        return new Coverage(normalizer);
    }

    @Override
    public void normalize(LogEvent event, Output out) throws NormalizeException {
        normalizer.normalize(event, new Counting(out), new Notes());
    }

    /** {@return what was noted so far} */
    public synchronized CoverageReport report() {
        return new CoverageReport(
                rules.values().stream().map(CoverageCount::result).toList(), filtered, counted);
    }

    private synchronized void add(
            String rule, SourceNode root, List<CoverageCount.Heard> written, List<CoverageCount.Heard> failed) {
        rules.computeIfAbsent(
                        rule,
                        name -> new CoverageCount(normalizer.rules().selection().find(name)))
                .add(root, written, failed);
    }

    private synchronized void count(Map<String, Long> counts, String name) {
        counts.merge(name, 1L, Long::sum);
    }

    /** Notes one translation after the other. Confined to one thread. */
    private final class Notes implements Trace {

        private final List<CoverageCount.Heard> written = new ArrayList<>();
        private final List<CoverageCount.Heard> failed = new ArrayList<>();

        @Override
        public void wrote(Place place, List<SourceNode> sources) {
            written.add(new CoverageCount.Heard(place.path(), List.copyOf(sources)));
        }

        @Override
        public void failed(Place place, List<SourceNode> sources) {
            failed.add(new CoverageCount.Heard(place.path(), List.copyOf(sources)));
        }

        @Override
        public void unknown(Place place, String word) {
            // It is counted as unknown-value, and written as it stands.
        }

        @Override
        public void again() {
            written.clear();
            failed.clear();
        }

        @Override
        public void made(String rule, SourceNode root) {
            add(rule, root, written, failed);
            again();
        }
    }

    private final class Counting implements Output {

        private final Output out;

        Counting(Output out) {
            this.out = out;
        }

        @Override
        public void emit(LogEvent event) {
            out.emit(event);
        }

        @Override
        public void reject(byte[] part, String reason) {
            out.reject(part, reason);
        }

        @Override
        public void filter(String reason) {
            Coverage.this.count(filtered, reason);
            out.filter(reason);
        }

        @Override
        public void count(String name) {
            Coverage.this.count(counted, name);
            out.count(name);
        }
    }
}
