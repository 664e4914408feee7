package io.crosslog.normalize;

/** Whether something in a rule applies to the event at hand. Stateless, safe for concurrent calls; never throws. */
@FunctionalInterface
interface Condition {

    /** Applies to every event. */
    Condition ALWAYS = run -> true;

    /** Applies to no event. */
    Condition NEVER = run -> false;

    boolean holds(Run run);
}
