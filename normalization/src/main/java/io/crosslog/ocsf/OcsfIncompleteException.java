package io.crosslog.ocsf;

import java.util.List;

/** A draft lacks what its class requires and nothing can make up for; another class may suit what there is. */
public final class OcsfIncompleteException extends Exception {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // An immutable list of strings.
    private final List<String> faults;

    OcsfIncompleteException(String className, List<String> faults) {
        super("No valid " + className + " event: " + String.join("; ", faults), null, false, false);
        this.faults = List.copyOf(faults);
    }

    /**
     * What is missing.
     *
     * @return a sentence for each fault, such as {@code user is required}; never empty
     */
    public List<String> faults() {
        return faults;
    }
}
