package io.crosslog.benchmarks;

/**
 * Objects of a bucket that a {@link BucketRace} reads in one lap. Immutable and thread-safe.
 *
 * @param prefix with what their keys begin
 * @param objects how many there are
 * @param recordsEach how many lines each holds
 */
record Shelf(String prefix, int objects, int recordsEach) {

    static final String BUCKET = "race";

    String key(int number) {
        return String.format("%s%06d.gz", prefix, number);
    }

    int records() {
        return objects * recordsEach;
    }

    /** The shelf as a line, which {@link #parse} reads. */
    String line() {
        return prefix + ' ' + objects + ' ' + recordsEach;
    }

    static Shelf parse(String line) {
        String[] words = line.split(" ", -1);
        return new Shelf(words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2]));
    }
}
