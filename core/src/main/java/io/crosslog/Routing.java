package io.crosslog;

import io.crosslog.mask.Masking;
import io.crosslog.parse.Leg;
import io.crosslog.parse.Normalizing;
import io.crosslog.spi.Normalizer;
import io.crosslog.spi.Sink;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a pipeline's events go. Immutable.
 *
 * @param branches the branches, by index; the first takes what comes to no sink
 * @param legs gives each working thread the first leg of the events' way
 */
record Routing(List<Branch> branches, Function<Masking, Leg> legs) {

    /** The branch that counts what comes to no sink. */
    static final int UNROUTED = 0;

    /** The routing of a pipeline with one sink. */
    static Routing to(@Nullable Supplier<? extends Normalizer> normalizers, Sink sink) {
        Function<Masking, Leg> end = masking -> Leg.into(UNROUTED);
        return new Routing(List.of(new Branch(UNROUTED, "", sink)), normalizing(UNROUTED, normalizers, end));
    }

    static Function<Masking, Leg> normalizing(
            int branch, @Nullable Supplier<? extends Normalizer> normalizers, Function<Masking, Leg> next) {
        return normalizers == null
                ? next
                : masking -> new Normalizing(branch, normalizers.get(), masking, next.apply(masking));
    }

    /** Those that have a sink. */
    List<Branch> delivering() {
        return branches.stream().filter(branch -> branch.sink() != null).toList();
    }

    /** The names of the sinks. */
    String names() {
        return delivering().stream()
                .map(Branch::sink)
                .filter(Objects::nonNull)
                .map(Sink::name)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Whether events part. */
    boolean parts() {
        return branches.size() > 1;
    }
}
