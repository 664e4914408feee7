package io.crosslog.normalize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what is wrong in rule files, so that all of it can be told at once. Confined to one thread. */
final class Problems {

    /** Whoever has more than that to mend has lost the thread anyway. */
    private static final int MOST = 10_000;

    private final Set<RuleProblem> found = new LinkedHashSet<>();
    private final Map<String, Integer> files = new HashMap<>();
    private final Set<String> unreadable = new HashSet<>();

    /** Notes that a file is read: problems are told in the order of the files. */
    void file(String name) {
        files.putIfAbsent(name, files.size());
    }

    void add(RuleProblem problem) {
        if (found.size() < MOST && !unreadable.contains(place(problem))) {
            found.add(problem);
        }
    }

    /** Adds a problem after which nothing more can be said of the same place: what stands there is not of the kind expected. */
    void addUnreadable(RuleProblem problem) {
        add(problem);
        unreadable.add(place(problem));
    }

    private static String place(RuleProblem problem) {
        return problem.line() + ":" + problem.column() + ":" + problem.file();
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            found.forEach(problem -> files.putIfAbsent(problem.file(), files.size()));
            List<RuleProblem> all = new ArrayList<>(found);
            all.sort(Comparator.comparing((RuleProblem problem) -> files.getOrDefault(problem.file(), 0))
                    .thenComparing(RuleProblem::line)
                    .thenComparing(RuleProblem::column));
            throw new RuleException(all);
        }
    }
}
