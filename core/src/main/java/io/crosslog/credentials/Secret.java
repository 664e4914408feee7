package io.crosslog.credentials;

import java.util.Objects;

/**
 * A text that does not print itself. Immutable and thread-safe.
 */
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    /**
     * Wraps a text.
     *
     * @param value the secret
     * @return the wrapped secret
     */
    public static Secret of(String value) {
        return new Secret(value);
    }

    /** {@return the secret itself; not for logs, messages or metrics} */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Secret other && value.equals(other.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** {@return three stars} */
    @Override
    public String toString() {
        return "***";
    }
}
