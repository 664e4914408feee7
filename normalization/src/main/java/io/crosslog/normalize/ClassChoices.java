package io.crosslog.normalize;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The classes that a rule chooses from; tells those that never get their turn. Confined to one thread. */
final class ClassChoices {

    /** The class that takes any event. */
    static final String ANY = "base_event";

    private final List<Choice> choices = new ArrayList<>();

    private record Choice(
            String name, Condition when, @Nullable String map) {}

    /** Adds the next class. */
    void add(YamlValue item, String name, Condition when, @Nullable YamlValue map) {
        String own = map == null ? null : map.rendered();
        for (Choice before : choices) {
            boolean takesAll =
                    before.name.equals(ANY) || (before.name.equals(name) && before.map == null && own == null);
            if (takesAll && Logic.implies(when, before.when)) {
                item.wrong("'" + name + "' is never reached: '" + before.name
                        + "' stands before it and takes all its events");
                return;
            }
        }
        choices.add(new Choice(name, when, own));
    }

    /** Whether one of them takes any event at all. */
    boolean takeAny() {
        return choices.stream().anyMatch(choice -> choice.name.equals(ANY) && choice.when == Condition.ALWAYS);
    }
}
