package io.crosslog.ocsf;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a validation found. <i>Immutable and thread-safe.</i>
 *
 * @param problems errors and warnings in the order in which they were found
 */
public record OcsfReport(List<OcsfProblem> problems) {

    /** Copies the list. */
    public OcsfReport {
        problems = List.copyOf(problems);
    }

    /** Whether there is no error; there may be warnings. */
    public boolean isValid() {
        return errors().isEmpty();
    }

    /** The problems that make the event invalid. */
    public List<OcsfProblem> errors() {
        return of(OcsfProblem.Level.ERROR);
    }

    /** The problems that do not. */
    public List<OcsfProblem> warnings() {
        return of(OcsfProblem.Level.WARNING);
    }

    private List<OcsfProblem> of(OcsfProblem.Level level) {
        return problems.stream().filter(p -> p.level() == level).toList();
    }

    /** One line for each problem. */
    @Override
    public String toString() {
        return problems.isEmpty()
                ? "valid"
                : problems.stream().map(OcsfProblem::toString).collect(Collectors.joining("\n"));
    }
}
