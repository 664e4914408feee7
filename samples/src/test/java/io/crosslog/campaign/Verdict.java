package io.crosslog.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What has become of all records from a certain one on: every whole one must be at the endpoint and every malformed one in
 * the files of rejected records, with duplicates only under the same id.
 *
 * @param name of what was tried
 * @param lost numbers of records that are nowhere, the first hundred
 * @param misplaced numbers of whole records that were rejected, and of malformed ones that were delivered
 */
record Verdict(
        String name, long produced, Accepted accepted, RejectedFiles rejected, List<Long> lost, List<Long> misplaced) {

    static Verdict of(String name, long first, Traffic traffic, Accepted accepted, RejectedFiles rejected) {
        List<Long> lost = LongStream.range(first, traffic.produced())
                .filter(number -> !accepted.has(number) && !rejected.origins().containsKey(number))
                .limit(100)
                .boxed()
                .toList();
        List<Long> misplaced = LongStream.range(0, traffic.produced())
                .filter(number -> Traffic.isMalformed(number)
                        ? accepted.has(number)
                        : rejected.origins().containsKey(number))
                .boxed()
                .toList();
        return new Verdict(name, traffic.produced() - first, accepted, rejected, lost, misplaced);
    }

    /** Whether everything has arrived. */
    boolean isComplete() {
        return lost.isEmpty();
    }

    /** Prints the figures and fails if anything was lost, or came under two ids. */
    @SuppressWarnings("SystemOut")
    Verdict check(long mostTornLines) {
        System.out.println(this);
        assertThat(lost).as("lost records").isEmpty();
        assertThat(misplaced).as("misplaced records").isEmpty();
        assertThat(accepted.strangers()).as("strange arrivals").isEmpty();
        assertThat(accepted.distinctIds()).as("different ids").isEqualTo(accepted.records());
        assertThat(rejected.tornLines()).as("torn lines").isLessThanOrEqualTo(mostTornLines);
        return this;
    }

    Verdict checkNoDuplicates() {
        assertThat(accepted.duplicatesByKind()).as("duplicates by kind").isEmpty();
        assertThat(rejected.duplicates()).as("records rejected twice").isZero();
        return this;
    }

    static RejectedFiles read(Route route) {
        try {
            return RejectedFiles.read(route.rejections());
        } catch (IOException e) {
            throw new AssertionError("Cannot read " + route.rejections(), e);
        }
    }

    @Override
    public String toString() {
        return name + ": " + produced + " records produced, " + accepted.records() + " delivered and "
                + rejected.origins().size() + " rejected, " + accepted.duplicates() + " delivered again and "
                + rejected.duplicates() + " rejected again, " + (lost.size() == 100 ? "100 or more" : lost.size())
                + " lost";
    }
}
