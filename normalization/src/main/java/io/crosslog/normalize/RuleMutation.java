package io.crosslog.normalize;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Rules with one change that makes them wrong, unless what was changed is of no use. Immutable and thread-safe. */
public final class RuleMutation {

    private final String file;
    private final int line;
    private final String description;
    private final List<Supplier<RuleSet>> sets;

    /**
     * A change.
     *
     * @param file the file's name
     * @param line the line of what is changed, from 1
     * @param description what is changed
     * @param sets compile the changed rules; of several, the first that can be compiled counts
     */
    RuleMutation(String file, int line, String description, List<Supplier<RuleSet>> sets) {
        this.file = file;
        this.line = line;
        this.description = description;
        this.sets = List.copyOf(sets);
    }

    /** {@return the file's name} */
    public String file() {
        return file;
    }

    /** {@return the line of what was changed, from 1} */
    public int line() {
        return line;
    }

    /** {@return what was changed, such as {@code map > src_endpoint.ip: without "client"}} */
    public String description() {
        return description;
    }

    /**
     * Compiles the changed rules. Takes some milliseconds.
     *
     * @return the changed rules; empty if they are refused, so that no test is needed to notice the change
     */
    public Optional<RuleNormalizer> normalizer() {
        for (Supplier<RuleSet> set : sets) {
            RuleSet changed = compile(set);
            if (changed != null) {
                return Optional.of(RuleNormalizer.of(changed));
            }
        }
        return Optional.empty();
    }

    private static @Nullable RuleSet compile(Supplier<RuleSet> set) {
        try {
            return set.get();
        } catch (RuleException e) {
            return null;
        }
    }

    /** {@return file, line and description in one line} */
    @Override
    public String toString() {
        return file + ":" + line + ": " + description;
    }
}
