package io.crosslog.benchmarks;

/** Reads all objects of a shelf. Confined to one thread. */
interface BucketContender {

    /**
     * Runs once.
     *
     * @param shelf what to read
     * @param meter to be told when the first record is there, and when the last is done with
     * @throws Exception if anything goes wrong: a lap counts whole or not at all
     */
    void run(Shelf shelf, LapMeter meter) throws Exception;
}
