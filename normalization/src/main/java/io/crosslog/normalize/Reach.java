package io.crosslog.normalize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which events the mappings of a rule get to see: what its match lets in and none of its filters takes out. Immutable and
 * thread-safe.
 *
 * @param match which events the rule is for
 * @param filters which of them it leaves out
 */
record Reach(Condition match, List<Rule.Filter> filters) {

    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,200}");

    Reach {
        filters = List.copyOf(filters);
    }

    /** Reads the filters of a rule; those that no event reaches are noted. */
    static Reach read(RuleLayers rule, Scope scope, Condition match) {
        List<Rule.Filter> filters = new ArrayList<>();
        for (YamlValue item : rule.items("filter")) {
            Map<String, YamlValue> options = item.members(List.of("as", "when", "loss"));
            YamlValue as = options.get("as");
            YamlValue when = options.get("when");
            if (as == null || when == null) {
                item.wrong("a filter needs 'as', the name it is counted under, and 'when'");
            } else {
                if (!NAME.matcher(as.text()).matches()) {
                    as.wrong("'" + as.text()
                            + "' is no name to be counted under: it has from 1 to 200 characters, and no"
                            + " line breaks");
                }
                YamlValue loss = options.get("loss");
                Condition condition = new ConditionReader(scope).read(when);
                new Reach(match, filters).check(when, condition);
                filters.add(new Rule.Filter(as.text(), condition, loss != null && loss.isTrue()));
            }
        }
        return new Reach(match, filters);
    }

    /** Notes a condition that holds for none of these events. */
    void check(YamlValue when, Condition condition) {
        if (Logic.excludes(match, condition)) {
            when.wrong("'" + when.rendered() + "' can never hold: the rule's 'match' rules it out");
            return;
        }
        for (Rule.Filter filter : filters) {
            boolean takesAll = filter.when() == Condition.ALWAYS;
            if (condition != Condition.ALWAYS && !takesAll && Logic.implies(condition, filter.when())) {
                when.wrong("'" + when.rendered() + "' can never hold: the filter '" + filter.reason()
                        + "' has left such events out");
                return;
            }
        }
    }
}
