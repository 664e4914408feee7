package io.crosslog;

import io.crosslog.spi.Sink;
import org.jspecify.annotations.Nullable;

/**
 * Where events of a pipeline end: at a sink, or at none. The first one of a pipeline counts what comes to no sink; where
 * there are no routes it is the only one, and has the sink. Immutable.
 *
 * @param index which of the pipeline's branches
 * @param name name of its route; empty if there are no routes, or if it has no sink
 * @param sink where events go, or null for the branch of what comes to none
 */
record Branch(int index, String name, @Nullable Sink sink) {

    /** What a trouble with a write of one of its partitions concerns. */
    String writeOf(String partition) {
        return prefix() + "write of partition '" + partition + "'";
    }

    /** What a trouble with rejections of one of its partitions concerns. */
    String rejectionsOf(String partition) {
        return prefix() + "rejections of partition '" + partition + "'";
    }

    /** What all of its troubles begin with. */
    String prefix() {
        return name.isEmpty() ? "" : "branch '" + name + "', ";
    }
}
