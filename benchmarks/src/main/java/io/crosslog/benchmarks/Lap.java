package io.crosslog.benchmarks;

/**
 * One contender's way from first record to last. Immutable and thread-safe.
 *
 * @param nanos time it took
 * @param cpuNanos CPU time that its JVM used meanwhile, on whatever thread
 * @param heapBytes the most that its heap held after a garbage collection
 */
record Lap(long nanos, long cpuNanos, long heapBytes) {

    private static final String MARK = "lap";

    /** The lap as a line, which {@link #parse} reads. */
    String line() {
        return MARK + ' ' + nanos + ' ' + cpuNanos + ' ' + heapBytes;
    }

    static Lap parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 4 || !words[0].equals(MARK)) {
            throw new IllegalArgumentException("this is no lap: " + line);
        }
        return new Lap(Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
    }
}
