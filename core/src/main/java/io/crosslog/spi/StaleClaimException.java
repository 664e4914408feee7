package io.crosslog.spi;

import java.util.Set;

/** A position was not saved, because its partition belongs to somebody else by now. */
public final class StaleClaimException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Set<String> partitions;

    /**
     * A refused save.
     *
     * @param partitions the partitions that are no longer held
     */
    public StaleClaimException(Set<String> partitions) {
        super("no longer held by this process: " + partitions);
        this.partitions = Set.copyOf(partitions);
    }

    /** {@return the partitions that are no longer held} */
    public Set<String> partitions() {
        return partitions;
    }
}
