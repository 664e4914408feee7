package io.crosslog.normalize;

import io.crosslog.normalize.Conditions.All;
import io.crosslog.normalize.Conditions.Any;
import io.crosslog.normalize.Conditions.Exists;
import io.crosslog.normalize.Conditions.Has;
import io.crosslog.normalize.Conditions.Not;
import io.crosslog.normalize.Conditions.OneOf;
import io.crosslog.normalize.Conditions.Passes;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What follows from conditions, as far as it is simple to say. A {@code true} is certain; a {@code false} only means that it is
 * not known.
 */
final class Logic {

    private Logic() {}

    /** Whether the second holds wherever the first one does. */
    static boolean implies(Condition first, Condition second) {
        if (second == Condition.ALWAYS || first.equals(second)) {
            return true;
        }
        if (second instanceof All all) {
            return all.conditions().stream().allMatch(each -> implies(first, each));
        }
        if (first instanceof Any any) {
            return any.conditions().stream().allMatch(each -> implies(each, second));
        }
        if (first instanceof All all && all.conditions().stream().anyMatch(each -> implies(each, second))) {
            return true;
        }
        if (second instanceof Any any) {
            return any.conditions().stream().anyMatch(each -> implies(first, each));
        }
        if (first instanceof OneOf one && second instanceof OneOf other) {
            return one.field().equals(other.field()) && other.texts().containsAll(one.texts());
        }
        if (second instanceof Not not && excludes(first, not.condition())) {
            return true;
        }
        return (second instanceof Exists exists && exists.path().equals(presentIn(first)))
                || (second instanceof Has has && has.path().equals(presentIn(first)));
    }

    /** Whether both can never hold of the same event. */
    static boolean excludes(Condition first, Condition second) {
        if (first instanceof Any any) {
            return any.conditions().stream().allMatch(each -> excludes(each, second));
        }
        if (second instanceof Any any) {
            return any.conditions().stream().allMatch(each -> excludes(first, each));
        }
        if (first instanceof All all) {
            return all.conditions().stream().anyMatch(each -> excludes(each, second));
        }
        if (second instanceof All all) {
            return all.conditions().stream().anyMatch(each -> excludes(first, each));
        }
        if (first instanceof OneOf one && second instanceof OneOf other) {
            return one.field().equals(other.field()) && Collections.disjoint(one.texts(), other.texts());
        }
        return isDenied(first, second) || isDenied(second, first);
    }

    private static boolean isDenied(Condition said, Condition denial) {
        return denial instanceof Not not && !(said instanceof Not) && implies(said, not.condition());
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
            required.putAll(required(any.conditions().get(0)));
            for (Condition each : any.conditions()) {
                Map<Field, Set<String>> other = required(each);
                required.keySet().retainAll(other.keySet());
                required.replaceAll((field, texts) -> either(texts, other.getOrDefault(field, Set.of())));
            }
        }
        return required;
    }

    private static Set<String> both(Set<String> one, Set<String> other) {
        Set<String> both = new HashSet<>(one);
        both.retainAll(other);
        return both;
    }

    private static Set<String> either(Set<String> one, Set<String> other) {
        Set<String> either = new HashSet<>(one);
        either.addAll(other);
        return either;
    }
}
