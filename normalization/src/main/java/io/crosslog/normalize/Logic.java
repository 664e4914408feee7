package io.crosslog.normalize;

import io.crosslog.normalize.Conditions.All;
import io.crosslog.normalize.Conditions.Any;
import io.crosslog.normalize.Conditions.Exists;
import io.crosslog.normalize.Conditions.Has;
import io.crosslog.normalize.Conditions.Not;
import io.crosslog.normalize.Conditions.OneOf;
import io.crosslog.normalize.Conditions.Passes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What follows from conditions, as far as it is simple to say. A {@code true} is certain; a {@code false} only means that it is
 * not known.
 */
final class Logic {

    /** How many pairs of conditions are looked at; beyond it nothing is known, for a person could not see it either. */
    private static final long MOST_PAIRS = 250_000;

    private Logic() {}

    private static boolean isSmall(Condition first, Condition second) {
        return (long) size(first) * size(second) <= MOST_PAIRS;
    }

    private static int size(Condition condition) {
        if (condition instanceof All all) {
            return 1 + all.conditions().stream().mapToInt(Logic::size).sum();
        } else if (condition instanceof Any any) {
            return 1 + any.conditions().stream().mapToInt(Logic::size).sum();
        }
        int texts = condition instanceof OneOf one ? one.texts().size() : 0;
        return condition instanceof Not not ? 1 + size(not.condition()) : 1 + texts / 16;
    }

    /** Whether the second holds wherever the first one does. */
    static boolean implies(Condition first, Condition second) {
        return isSmall(first, second) && follows(first, second);
    }

    private static boolean follows(Condition first, Condition second) {
        if (second == Condition.ALWAYS || first.equals(second)) {
            return true;
        }
        if (second instanceof All all) {
            return all.conditions().stream().allMatch(each -> follows(first, each));
        }
        if (first instanceof Any any) {
            return any.conditions().stream().allMatch(each -> follows(each, second));
        }
        if (first instanceof All all && all.conditions().stream().anyMatch(each -> follows(each, second))) {
            return true;
        }
        if (second instanceof Any any) {
            return any.conditions().stream().anyMatch(each -> follows(first, each)) || eachTextImplies(first, any);
        }
        if (first instanceof OneOf one && passes(one, second).equals(Optional.of(true))) {
            return true;
        }
        if (second instanceof Not not && denies(first, not.condition())) {
            return true;
        }
        return (second instanceof Exists exists && exists.path().equals(presentIn(first)))
                || (second instanceof Has has && has.path().equals(presentIn(first)));
    }

    /** Whether both can never hold of the same event. */
    static boolean excludes(Condition first, Condition second) {
        return isSmall(first, second) && denies(first, second);
    }

    private static boolean denies(Condition first, Condition second) {
        if (first instanceof Any any) {
            return any.conditions().stream().allMatch(each -> denies(each, second));
        }
        if (second instanceof Any any) {
            return any.conditions().stream().allMatch(each -> denies(first, each));
        }
        if (first instanceof All all) {
            return all.conditions().stream().anyMatch(each -> denies(each, second));
        }
        if (second instanceof All all) {
            return all.conditions().stream().anyMatch(each -> denies(first, each));
        }
        if (first instanceof OneOf one && passes(one, second).equals(Optional.of(false))) {
            return true;
        }
        if (second instanceof OneOf other && passes(other, first).equals(Optional.of(false))) {
            return true;
        }
        return isDenied(first, second) || isDenied(second, first);
    }

    /** Whether conditions contradict each other, so that no event meets them all. */
    static boolean isImpossible(List<Condition> all) {
        Condition together = Conditions.all(all);
        return isSmall(together, together)
                && all.stream().anyMatch(one -> all.stream().anyMatch(other -> denies(one, other)));
    }

    /** Of several texts, each may do for another reason. */
    private static boolean eachTextImplies(Condition first, Any second) {
        return first instanceof OneOf one
                && one.texts().size() > 1
                && one.texts().stream().allMatch(text -> follows(new OneOf(one.field(), Set.of(text)), second));
    }

    /** Whether all of some texts pass another test of the same field (true), or none (false); empty if neither is known. */
    private static Optional<Boolean> passes(OneOf one, Condition other) {
        Field field = one.field();
        Field asked = other instanceof OneOf of ? of.field() : other instanceof Passes passes ? passes.field() : null;
        // A text of which the case is not known may pass or not where the case matters.
        boolean blind = other instanceof Passes passes && !passes.seesCase();
        if (asked == null || !asked.path().equals(field.path()) || (field.anyCase() && !asked.anyCase() && !blind)) {
            return Optional.empty();
        }
        Set<Boolean> outcomes = new HashSet<>();
        for (String text : one.texts()) {
            String compared = asked.folded(text);
            outcomes.add(
                    other instanceof OneOf of
                            ? of.texts().contains(compared)
                            : other instanceof Passes passes && passes.test().test(compared));
        }
        return outcomes.size() == 1 ? Optional.of(outcomes.iterator().next()) : Optional.empty();
    }

    private static boolean isDenied(Condition said, Condition denial) {
        return denial instanceof Not not && !(said instanceof Not) && follows(said, not.condition());
    }

    /** The field that must have a value for the condition to hold; the condition itself if there is no such field. */
    private static Object presentIn(Condition condition) {
        if (condition instanceof OneOf one) {
            return one.field().path();
        } else if (condition instanceof Passes passes) {
            return passes.field().path();
        }
        return condition instanceof Exists exists ? exists.path() : condition;
    }

    /** Fields that must have one of some texts for the condition to hold. */
    static Map<Field, Set<String>> required(Condition condition) {
        if (condition instanceof OneOf one) {
            return Map.of(one.field(), one.texts());
        }
        Map<Field, Set<String>> required = new HashMap<>();
        if (condition instanceof All all) {
            for (Condition each : all.conditions()) {
                required(each).forEach((field, texts) -> required.merge(field, texts, Logic::both));
            }
        } else if (condition instanceof Any any && !any.conditions().isEmpty()) {
            required(any.conditions().get(0)).forEach((field, texts) -> required.put(field, new HashSet<>(texts)));
            for (Condition each : any.conditions()) {
                Map<Field, Set<String>> other = required(each);
                required.keySet().retainAll(other.keySet());
                required.forEach((field, texts) -> texts.addAll(other.getOrDefault(field, Set.of())));
            }
        }
        return required;
    }

    private static Set<String> both(Set<String> one, Set<String> other) {
        Set<String> both = new HashSet<>(one);
        both.retainAll(other);
        return both;
    }
}
