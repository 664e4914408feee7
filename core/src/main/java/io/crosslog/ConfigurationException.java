package io.crosslog;

import java.util.List;

/** A pipeline or one of its parts was described wrongly; says everything that is wrong, by name, at once. */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /**
     * One or several problems.
     *
     * @param what what was being built, such as {@code pipeline 'waf'}
     * @param problems one sentence each: the option, its value and what it must be; at least one, without secrets
     */
    public ConfigurationException(String what, List<String> problems) {
        super(message(what, problems));
        this.problems = List.copyOf(problems);
    }

    /** {@return the problems, one sentence each} */
    public List<String> problems() {
        return problems;
    }

    private static String message(String what, List<String> problems) {
        return what + " cannot be built" + (problems.size() == 1 ? ": " : ", " + problems.size() + " problems: ")
                + String.join("; ", problems);
    }
}
