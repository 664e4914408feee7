package io.crosslog.model;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * Where to resume reading one partition: a partition name and an opaque token that only its source understands.
 *
 * <p>The token starts with a version ({@code v1:}), so that a later release can still read it. crosslog never compares
 * tokens and renders one only when a checkpoint is saved. A position without a token stands for "nothing saved yet".
 *
 * <p>Immutable and thread-safe.
 */
public final class Position {

    private static final String NONE = "";

    private final String partition;
    private final Supplier<String> token;

    private Position(String partition, Supplier<String> token) {
        this.partition = Objects.requireNonNull(partition, "partition");
        this.token = Objects.requireNonNull(token, "token");
    }

    /**
     * A position with a token.
     *
     * @param partition name of the partition, unique within its source
     * @param token what the source needs to resume, not empty, beginning with a version such as {@code v1:}
     * @return the position
     */
    public static Position of(String partition, String token) {
        if (token.isEmpty()) {
            throw new IllegalArgumentException("token of partition '" + partition
                    + "' was empty; use Position.start(partition) where nothing was read yet");
        }
        return new Position(partition, () -> token);
    }

    /**
     * A position whose token is rendered when it is asked for, for sources that make many positions and save few.
     *
     * @param partition name of the partition, unique within its source
     * @param token gives the token; called any number of times, from any thread, with the same result
     * @return the position
     */
    public static Position of(String partition, Supplier<String> token) {
        return new Position(partition, token);
    }

    /**
     * The position of a partition for which nothing was saved: the source applies its own memory or its start rule.
     *
     * @param partition name of the partition
     * @return the position without a token
     */
    public static Position start(String partition) {
        return new Position(partition, () -> NONE);
    }

    /** {@return the name of the partition} */
    public String partition() {
        return partition;
    }

    /** {@return the token, or an empty string if nothing was saved} */
    public String token() {
        return token.get();
    }

    /** {@return whether nothing was saved for this partition} */
    public boolean isStart() {
        return token().isEmpty();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Position other && partition.equals(other.partition) && token().equals(other.token());
    }

    @Override
    public int hashCode() {
        return Objects.hash(partition, token());
    }

    @Override
    public String toString() {
        return isStart() ? partition + " from its start" : partition + " at " + token();
    }
}
