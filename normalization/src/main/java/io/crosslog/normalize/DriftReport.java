package io.crosslog.normalize;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a {@link Drift} has seen so far. Immutable and thread-safe.
 *
 * @param findings what has changed, the oldest first; of more than 1,000, the first 999, that there are more, and zones that are wrong
 * @param rules how well each rule still fits, by its name
 */
public record DriftReport(List<DriftFinding> findings, Map<String, Fit> rules) {

    /** Copies the collections. */
    public DriftReport {
        findings = List.copyOf(findings);
        rules = Map.copyOf(rules);
    }

    /**
     * How well a rule fits the events that it is for.
     *
     * @param events how many it has made
     * @param mapped how many values of them became attributes
     * @param unmapped how many stayed in {@code unmapped}
     * @param learning whether what is there now is still taken for what was always there
     */
    public record Fit(long events, long mapped, long unmapped, boolean learning) {

        /** {@return which share of the values stayed unmapped, from 0 to 1} */
        public double unmappedShare() {
            return mapped + unmapped == 0 ? 0 : (double) unmapped / (mapped + unmapped);
        }
    }

    /** {@return the report in lines} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(rules)
                .forEach((rule, fit) -> text.append(String.format(
                        Locale.ROOT,
                        "%s: %d events, %.1f %% of their values unmapped%s%n",
                        rule,
                        fit.events(),
                        100 * fit.unmappedShare(),
                        fit.learning() ? ", still learning" : "")));
        findings.forEach(finding -> text.append(finding).append(String.format("%n")));
        return text.toString();
    }
}
