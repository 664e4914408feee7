package io.crosslog.ocsf;

import java.util.List;

/**
 * A name or path that the schema does not have. The message says what, where in the path, and what may have been meant;
 * the parts are there too, so that a rule file's line and column can be put before them.
 */
public final class OcsfPathException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final int offset;
    private final List<String> suggestions;

    OcsfPathException(String message, int offset, List<String> suggestions) {
        super(message + (suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?"));
        this.offset = offset;
        this.suggestions = List.copyOf(suggestions);
    }

    static OcsfPathException unknown(String kind, String name, int offset, String owner, List<String> suggestions) {
        return new OcsfPathException(owner + " has no " + kind + " '" + name + "'", offset, suggestions);
    }

    /** Where in the path the trouble begins, in characters from its start; 0 for a class or profile. */
    public int offset() {
        return offset;
    }

    /** Names or paths that may have been meant, the nearest first; often empty. */
    public List<String> suggestions() {
        return suggestions;
    }
}
