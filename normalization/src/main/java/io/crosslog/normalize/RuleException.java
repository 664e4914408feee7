package io.crosslog.normalize;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Rules could not be compiled. Tells all that is wrong at once, each problem with file, line and column; of more than a hundred
 * problems the first hundred, and how many more there are.
 */
public final class RuleException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private static final int MOST = 100;

    private final transient List<RuleProblem> problems;

    RuleException(List<RuleProblem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems.subList(0, Math.min(MOST, problems.size())));
    }

    private static String message(List<RuleProblem> problems) {
        int more = problems.size() - MOST;
        String all = problems.stream().limit(MOST).map(RuleProblem::toString).collect(Collectors.joining("\n  "));
        return problems.size() == 1
                ? all
                : problems.size() + " problems in rules:\n  " + all + (more > 0 ? "\n  and " + more + " more" : "");
    }

    /** {@return the problems, at most a hundred, in the order of the files; at least one; immutable} */
    public List<RuleProblem> problems() {
        return problems;
    }
}
