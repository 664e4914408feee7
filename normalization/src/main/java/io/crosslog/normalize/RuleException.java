package io.crosslog.normalize;

import java.util.List;
import java.util.stream.Collectors;

/** Rules could not be compiled. Tells all that is wrong at once, each problem with file, line and column. */
public final class RuleException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<RuleProblem> problems;

    RuleException(List<RuleProblem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    private static String message(List<RuleProblem> problems) {
        String all = problems.stream().map(RuleProblem::toString).collect(Collectors.joining("\n  "));
        return problems.size() == 1 ? all : problems.size() + " problems in rules:\n  " + all;
    }

    /** {@return all problems, in the order of the files; at least one; immutable} */
    public List<RuleProblem> problems() {
        return problems;
    }
}
