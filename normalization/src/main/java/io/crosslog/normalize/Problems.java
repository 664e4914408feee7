package io.crosslog.normalize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what is wrong in rule files, so that all of it can be told at once. Confined to one thread. */
final class Problems {

    private static final int MOST = 100;

    private final Set<RuleProblem> found = new LinkedHashSet<>();

    void add(RuleProblem problem) {
        if (found.size() < MOST) {
            found.add(problem);
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            Map<String, Integer> files = new HashMap<>();
            found.forEach(problem -> files.putIfAbsent(problem.file(), files.size()));
            List<RuleProblem> all = new ArrayList<>(found);
            all.sort(Comparator.comparing((RuleProblem problem) -> files.getOrDefault(problem.file(), 0))
                    .thenComparing(RuleProblem::line)
                    .thenComparing(RuleProblem::column));
            throw new RuleException(all);
        }
    }
}
