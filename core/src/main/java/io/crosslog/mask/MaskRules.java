package io.crosslog.mask;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that a {@link Masking} masks. Immutable and thread-safe. */
final class MaskRules {

    private final Names names;
    private final List<PathRule> paths;
    private final List<PatternRule> patterns;
    private final Values values;
    private final boolean passwords;

    MaskRules(Names names, List<PathRule> paths, List<PatternRule> patterns, Values values, boolean passwords) {
        this.names = names;
        this.paths = List.copyOf(paths);
        this.patterns = List.copyOf(patterns);
        this.values = values;
        this.passwords = passwords;
    }

    Names names() {
        return names;
    }

    Values values() {
        return values;
    }

    /** Whether passwords before the host of a URL are masked. */
    boolean masksPasswords() {
        return passwords;
    }

    boolean isEmpty() {
        return !passwords && names.isEmpty() && paths.isEmpty() && patterns.isEmpty();
    }

    /** Whether every text has to be looked at in full. */
    boolean hasPatterns() {
        return !patterns.isEmpty();
    }

    /** All names that, in their canonical form, may announce something to be masked wherever they stand. */
    List<String> announcing() {
        List<String> all = new ArrayList<>(names.fieldNames());
        paths.forEach(
                path -> all.add(Names.canonical(path.names().get(path.names().size() - 1))));
        return all;
    }

    /** What is known of the value at the end of a way down into an event. */
    @Nullable NameRule at(List<String> way) {
        for (PathRule path : paths) {
            if (path.matches(way)) {
                return new NameRule("", false, NameRule.Kind.OPAQUE, path.as());
            }
        }
        return names.member(way.get(way.size() - 1));
    }

    /** Whether plain text is searched for names. */
    boolean isSearched() {
        return passwords || !names.isEmpty();
    }

    List<PatternRule> patterns() {
        return patterns;
    }

    /** Whether objects of this name may stand for something else than credentials: Azure's say what was allowed. */
    static boolean mayBePermissions(NameRule rule, String name) {
        return rule.kind() == NameRule.Kind.CREDENTIALS && Names.canonical(name).equals("authorization");
    }
}
