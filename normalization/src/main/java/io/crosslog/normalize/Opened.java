package io.crosslog.normalize;

import io.crosslog.model.Path;
import io.crosslog.ocsf.NearestNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The texts that a rule takes apart, and the names of their parts, so that a misspelt part is told, and a text of which no part is
 * taken. Confined to one thread, but for {@link #NOTHING}, which never changes.
 */
final class Opened {

    /** A rule that opens nothing, or a place where nothing is opened. */
    static final Opened NOTHING = new Opened(Map.of(), List.of(), Set.of());

    private final Map<List<Object>, Set<String>> parts;
    private final List<String> texts;
    private final Set<String> columns;
    private final List<Way> ways = new ArrayList<>();

    private Opened(Map<List<Object>, Set<String>> parts, Collection<String> texts, Set<String> columns) {
        this.parts = Map.copyOf(parts);
        this.texts = List.copyOf(texts);
        this.columns = Set.copyOf(columns);
    }

    /** Reads the section {@code open} of a rule; a text that is opened in two ways is noted. */
    static Opened read(Map<String, RuleText.Entry> entries) {
        Map<List<Object>, Set<String>> parts = new HashMap<>();
        Set<String> columns = new HashSet<>();
        entries.forEach((text, entry) -> {
            try {
                if (!text.contains("[]") && parts.put(Path.of(text).steps(), Openers.parts(entry.value())) != null) {
                    entry.key().wrong("'" + text + "' is opened above already, under another spelling of its path");
                }
            } catch (IllegalArgumentException e) {
                // A path that is wrong is told where it is compiled.
            }
            columns.addAll(Openers.columns(entry.value()));
        });
        return new Opened(parts, entries.keySet(), columns);
    }

    /** Names of parts that stand in no text, but are given to it by the rule. */
    Set<String> columns() {
        return columns;
    }

    /** The names that lead to each of the texts, whichever element of a list they are or lie in. */
    List<List<Object>> names() {
        List<List<Object>> names = new ArrayList<>();
        for (String text : texts) {
            try {
                Path path = Path.of(text.replace("[]", "").replaceFirst("^\\.+", ""));
                names.add(path.steps().stream().filter(String.class::isInstance).toList());
            } catch (IllegalArgumentException e) {
                // The element of a list by itself has no name, and a path that is wrong is told where it is compiled.
            }
        }
        return names;
    }

    /** Notes a way that the rule takes. */
    void note(Way way) {
        if (!texts.isEmpty()) {
            ways.add(way);
        }
    }

    /**
     * Whether some way that was noted may lead to a part of a text, so that it makes a difference to take it apart.
     *
     * @param text the way to the text
     * @param elements whether it leads to a list, of which each element is such a text
     */
    boolean isReached(Way text, boolean elements) {
        return ways.stream().anyMatch(way -> !way.equals(text) && way.mayLeadInto(text, elements));
    }

    /**
     * Says what is wrong with a path; null if nothing is. A name that is like none of the parts is good: the same field may come
     * as an object.
     */
    @Nullable String wrong(List<Object> steps) {
        for (int length = 1; length < steps.size(); length++) {
            Set<String> known = parts.getOrDefault(List.copyOf(steps.subList(0, length)), Set.of());
            if (steps.get(length) instanceof String part
                    && !known.contains(part.toLowerCase(Locale.ROOT))
                    && !known.contains(part)) {
                Optional<String> meant = NearestNames.meant(part, known);
                if (meant.isPresent()) {
                    return "the text is opened into parts, and none is '" + part + "'; did you mean '" + meant.get()
                            + "'?";
                }
            }
        }
        return null;
    }
}
