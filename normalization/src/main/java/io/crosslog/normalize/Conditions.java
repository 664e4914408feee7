package io.crosslog.normalize;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The kinds of conditions. They are values, so that what follows from one can be worked out; see {@link Logic}. */
final class Conditions {

    private Conditions() {}

    /** One condition that holds if all do; none at all always holds. */
    static Condition all(List<Condition> conditions) {
        List<Condition> some =
                conditions.stream().filter(c -> c != Condition.ALWAYS).toList();
        return some.isEmpty() ? Condition.ALWAYS : some.size() == 1 ? some.get(0) : new All(some);
    }

    /** All of several. Immutable and thread-safe. */
    record All(List<Condition> conditions) implements Condition {

        All {
            conditions = List.copyOf(conditions);
        }

        @Override
        public boolean holds(Run run) {
            for (Condition condition : conditions) {
                if (!condition.holds(run)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** At least one of several. Immutable and thread-safe. */
    record Any(List<Condition> conditions) implements Condition {

        Any {
            conditions = List.copyOf(conditions);
        }

        @Override
        public boolean holds(Run run) {
            for (Condition condition : conditions) {
                if (condition.holds(run)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The contrary. Immutable and thread-safe. */
    record Not(Condition condition) implements Condition {

        @Override
        public boolean holds(Run run) {
            return !condition.holds(run);
        }
    }

    /**
     * What a setting decides when the rule is loaded. Immutable and thread-safe.
     *
     * @param setting the setting and the value asked for
     * @param holds whether it has that value
     */
    record Decided(String setting, boolean holds) implements Condition {

        @Override
        public boolean holds(Run run) {
            return holds;
        }
    }

    /** The field is there, maybe empty. Immutable and thread-safe. */
    record Has(FieldPath path) implements Condition {

        @Override
        public boolean holds(Run run) {
            return path.find(run) != null;
        }
    }

    /** The field has a value. Immutable and thread-safe. */
    record Exists(FieldPath path) implements Condition {

        @Override
        public boolean holds(Run run) {
            return path.findPresent(run) != null;
        }
    }

    /**
     * The field's text is one of some, to the letter or in any case. Immutable and thread-safe.
     *
     * @param field the field, and how to read it
     * @param texts the texts, in lower case if case does not matter
     */
    record OneOf(Field field, Set<String> texts) implements Condition {

        OneOf {
            texts = Set.copyOf(texts);
        }

        @Override
        public boolean holds(Run run) {
            String text = field.text(run);
            return text != null && texts.contains(text);
        }
    }

    /**
     * The field's text passes a test. Two are equal if they say the same of the same field. Immutable and thread-safe.
     *
     * @param field the field, and how to read it
     * @param kind what is asked of it
     * @param texts what the rule compares it with
     * @param test the test
     */
    record Passes(Field field, String kind, List<String> texts, Predicate<String> test) implements Condition {

        Passes {
            texts = List.copyOf(texts);
        }

        @Override
        public boolean holds(Run run) {
            String text = field.text(run);
            return text != null && test.test(text);
        }

        /** Whether two texts that differ in case only may fare differently. */
        boolean seesCase() {
            return !field.anyCase() && !kind.equals("cidr");
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Passes other
                    && field.equals(other.field)
                    && kind.equals(other.kind)
                    && texts.equals(other.texts);
        }

        @Override
        public int hashCode() {
            return 31 * field.hashCode() + texts.hashCode();
        }
    }
}
