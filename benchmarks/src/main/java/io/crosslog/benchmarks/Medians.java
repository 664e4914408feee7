package io.crosslog.benchmarks;

import java.util.List;

/** The middle of several figures. */
final class Medians {

    private Medians() {}

    /** The median; not a number where there are none. */
    static double of(List<Double> figures) {
        return figures.isEmpty()
                ? Double.NaN
                : figures.stream().sorted().toList().get(figures.size() / 2);
    }
}
