package io.crosslog.normalize;

import io.crosslog.model.LogEvent;
import io.crosslog.spi.NormalizeException;
import io.crosslog.spi.Normalizer;
import io.crosslog.spi.Output;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Translates events into OCSF as rules say. What no rule moves stays in {@code unmapped}, so that nothing is lost; a value
 * that cannot be converted stays there too.
 *
 * <p>Counted are {@code unrecognised} (no rule matches), {@code conversion-failed:<rule>.<attribute>},
 * {@code unknown-value:<rule>.<attribute>} (an enum has no number for the source's word), {@code class-fallback:<rule>} (the
 * source lacks what the rule's class requires, so a base event was made), {@code time-missing:<rule>} (the arrival time
 * was taken), {@code embedded-json-unreadable:<rule>} (a field that should hold JSON does not) and
 * {@code possible-loss:<filter>} (a filtered event says that the vendor has lost others). The rule and the version of crosslog
 * are in {@code metadata.transformation_info_list}.
 *
 * <p>Immutable and thread-safe.
 */
public final class RuleNormalizer implements Normalizer {

    private final RuleSet rules;

    private RuleNormalizer(RuleSet rules) {
        this.rules = Objects.requireNonNull(rules, "rules");
    }

    /**
     * A normalizer.
     *
     * @param rules the rules
     * @return the normalizer
     */
    public static RuleNormalizer of(RuleSet rules) {
        return new RuleNormalizer(rules);
    }

    /** {@return the rules} */
    public RuleSet rules() {
        return rules;
    }

    @Override
    public void normalize(LogEvent event, Output out) throws NormalizeException {
        normalize(event, out, null);
    }

    /** Translates an event; tells what is read and written to whoever wants to hear of it. */
    void normalize(LogEvent event, Output out, @Nullable Trace trace) throws NormalizeException {
        Map<String, @Nullable Object> fields = SourceTree.fields(event);
        Rule rule = rules.selection().select(new Run(event, SourceTree.of(fields), List.of(), null));
        if (rule == null) {
            out.count("unrecognised");
            rule = rules.selection().otherwise();
        }
        rule.apply(event, fields, out, trace);
    }
}
