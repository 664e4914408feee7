package io.crosslog.normalize;

import io.crosslog.model.Path;
import io.crosslog.ocsf.NearestNames;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The texts that a rule takes apart, and the names of their parts, so that a misspelt part is told. Immutable and thread-safe.
 *
 * @param parts the names of the parts, by the steps that lead to the text; empty where only the text tells
 */
record Opened(Map<List<Object>, Set<String>> parts) {

    /** A rule that opens nothing, or a place where nothing is opened. */
    static final Opened NOTHING = new Opened(Map.of());

    Opened {
        parts = Map.copyOf(parts);
    }

    /** Reads the section {@code open} of a rule; a text that is opened in two ways is noted. */
    static Opened read(Map<String, RuleText.Entry> entries) {
        Map<List<Object>, Set<String>> parts = new HashMap<>();
        entries.forEach((text, entry) -> {
            try {
                if (!text.contains("[]") && parts.put(Path.of(text).steps(), Openers.parts(entry.value())) != null) {
                    entry.key().wrong("'" + text + "' is opened above already, under another spelling of its path");
                }
            } catch (IllegalArgumentException e) {
                // A path that is wrong is told where it is compiled.
            }
        });
        return new Opened(parts);
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
