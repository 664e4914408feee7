package io.crosslog.normalize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first rule that matches an event without trying all of them: where the matches of several rules ask that a field
 * have one of some texts, a look at that field leaves few. The outcome is that of trying one rule after the other. Immutable
 * and thread-safe.
 */
final class RuleIndex {

    private final List<Rule> rules;
    private final Function<Rule, Condition> condition;
    private final List<ByField> fields;
    private final int words;

    /**
     * An index of rules by one of their conditions.
     *
     * @param all the rules, in order
     * @param condition which condition
     */
    RuleIndex(List<Rule> all, Function<Rule, Condition> condition) {
        this.condition = condition;
        this.rules = all.stream()
                .filter(rule -> condition.apply(rule) != Condition.NEVER)
                .toList();
        this.words = (rules.size() + 63) / 64;
        List<Map<Field, Set<String>>> required = rules.stream()
                .map(rule -> Logic.required(condition.apply(rule)))
                .toList();
        Map<Field, Integer> users = new LinkedHashMap<>();
        required.forEach(one -> one.keySet().forEach(field -> users.merge(field, 1, Integer::sum)));
        List<ByField> indexed = new ArrayList<>();
        users.forEach((field, rulesThatAsk) -> {
            if (rulesThatAsk > 1) {
                indexed.add(byField(field, required));
            }
        });
        this.fields = List.copyOf(indexed);
    }

    /** The first rule that matches; null if none does. */
    @Nullable Rule first(Run run) {
        long[][] possible = new long[fields.size()][];
        for (int i = 0; i < possible.length; i++) {
            possible[i] = fields.get(i).possible(run);
        }
        for (int word = 0; word < words; word++) {
            long left = -1L;
            for (long[] some : possible) {
                left &= some[word];
            }
            for (; left != 0; left &= left - 1) {
                int number = 64 * word + Long.numberOfTrailingZeros(left);
                if (number >= rules.size()) {
                    break;
                }
                Rule rule = rules.get(number);
                if (condition.apply(rule).holds(run)) {
                    return rule;
                }
            }
        }
        return null;
    }

    private ByField byField(Field field, List<Map<Field, Set<String>>> required) {
        long[] others = new long[words];
        Map<String, long[]> byText = new HashMap<>();
        for (int i = 0; i < required.size(); i++) {
            Set<String> texts = required.get(i).get(field);
            if (texts == null) {
                set(others, i);
            } else {
                for (String text : texts) {
                    set(byText.computeIfAbsent(text, t -> new long[words]), i);
                }
            }
        }
        byText.values().forEach(some -> {
            for (int word = 0; word < words; word++) {
                some[word] |= others[word];
            }
        });
        return new ByField(field, Map.copyOf(byText), others);
    }

    private static void set(long[] bits, int number) {
        bits[number / 64] |= 1L << (number % 64);
    }

    /** The rules that a field's text leaves possible, a bit for each. */
    private static final class ByField {

        private final Field field;

        /** For each text that rules ask for. */
        private final Map<String, long[]> byText;

        /** The rules that do not ask for any text of the field. */
        private final long[] others;

        ByField(Field field, Map<String, long[]> byText, long[] others) {
            this.field = field;
            this.byText = byText;
            this.others = others;
        }

        long[] possible(Run run) {
            String text = field.text(run);
            return text == null ? others : byText.getOrDefault(text, others);
        }
    }
}
