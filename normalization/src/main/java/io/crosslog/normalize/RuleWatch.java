package io.crosslog.normalize;

import io.crosslog.model.LogEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of the events of one rule. Guarded by its own lock. */
final class RuleWatch {

    private static final int MOST_FIELDS = 2_000;
    private static final int MOST_WORDS = 500;
    private static final int MOST_KINDS = 100;
    private static final int MOST_NAMES = 200;
    private static final int LONGEST_WORD = 64;

    private final String rule;
    private final @Nullable Absence absence;
    private final boolean rest;
    private final long learning;
    private final List<DriftFinding> findings = new ArrayList<>(0);
    private final Set<String> fields = new HashSet<>();
    private final Set<String> words = new HashSet<>();
    private final Set<Integer> kinds = new HashSet<>();
    private final Set<String> full = new HashSet<>();
    private final ZoneWatch zone = new ZoneWatch();
    private long events;
    private long mapped;
    private long unmapped;

    /**
     * A watch.
     *
     * @param rule the rule
     * @param rest whether it is the one for events that no rule is for
     * @param learning how many events tell what is always there
     */
    RuleWatch(Rule rule, boolean rest, long learning) {
        this.rule = rule.name();
        this.absence = rule.absence();
        this.rest = rest;
        this.learning = learning;
        rule.mapped().forEach(attribute -> fields.addAll(attribute.sources()));
    }

    /**
     * Adds an event that the rule has made.
     *
     * @param event the source
     * @param made what was made of it
     * @param root the source's values, which know what was used of them
     * @return what has changed
     */
    synchronized List<DriftFinding> made(LogEvent event, @Nullable LogEvent made, SourceNode root) {
        events++;
        Map<String, Boolean> seen = new LinkedHashMap<>();
        root.show("", (path, node) -> {
            if (node.isUsed() || node.isThere(absence)) {
                seen.merge(path, node.isUsed(), (a, b) -> a || b);
                mapped += node.isUsed() ? 1 : 0;
                unmapped += node.isUsed() ? 0 : 1;
            }
        });
        if (rest) {
            kind(event.names());
        } else {
            seen.forEach((path, used) -> field(path, used));
        }
        Instant time = made == null ? null : made.time().orElse(null);
        if (time != null) {
            zone(zone.add(time.toEpochMilli(), event.arrival().toEpochMilli()));
        }
        return taken();
    }

    /** Adds a word that an attribute has no number for; returns what has changed. */
    synchronized List<DriftFinding> unknown(String attribute, String word) {
        String name = attribute + "=" + cut(word);
        if (isNew(words, name, MOST_WORDS, "words")) {
            tell(
                    DriftFinding.Kind.NEW_VALUE,
                    name,
                    "no table of the rule and no caption of the attribute knows this word; it was written as Other");
        }
        return taken();
    }

    private List<DriftFinding> taken() {
        List<DriftFinding> taken = List.copyOf(findings);
        findings.clear();
        return taken;
    }

    synchronized DriftReport.Fit fit() {
        return new DriftReport.Fit(events, mapped, unmapped, events < learning);
    }

    private void field(String path, boolean used) {
        if (isNew(fields, path, MOST_FIELDS, "fields") && !used) {
            tell(
                    DriftFinding.Kind.NEW_FIELD,
                    path,
                    "it stays in unmapped: look whether the vendor has changed the log, and add a mapping");
        }
    }

    private void kind(List<String> names) {
        List<String> some =
                names.stream().limit(MOST_NAMES).map(RuleWatch::cut).sorted().toList();
        if (isNew(kinds, some.hashCode(), MOST_KINDS, "kinds of logs")) {
            tell(
                    DriftFinding.Kind.NEW_LOG_KIND,
                    String.join(" ", some),
                    "no rule is for such events; they become base events with all fields in unmapped");
        }
    }

    /** Long names and words are told by how they begin. */
    private static String cut(String name) {
        return name.length() <= LONGEST_WORD ? name : name.substring(0, LONGEST_WORD);
    }

    private void zone(OptionalInt off) {
        off.ifPresent(hours -> findings.add(new DriftFinding(
                DriftFinding.Kind.WRONG_ZONE,
                rule,
                (hours > 0 ? "+" : "") + hours + " h",
                "nearly all of a thousand events lie this far from their collection: set the rule's zone")));
    }

    private <T> boolean isNew(Set<T> known, T name, int most, String what) {
        if (known.contains(name)) {
            return false;
        } else if (known.size() >= most) {
            if (full.add(what)) {
                findings.add(new DriftFinding(
                        DriftFinding.Kind.TOO_MUCH,
                        rule,
                        "more than " + most + " " + what,
                        "further ones are not told apart any more"));
            }
            return false;
        }
        return known.add(name);
    }

    private void tell(DriftFinding.Kind kind, String name, String advice) {
        if (events > learning) {
            findings.add(new DriftFinding(kind, rule, name, advice));
        }
    }
}
