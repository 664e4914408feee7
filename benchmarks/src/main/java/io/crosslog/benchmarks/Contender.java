package io.crosslog.benchmarks;

/** Brings the records of a topic to SLS. Confined to one thread. */
interface Contender {

    /**
     * Runs once.
     *
     * @param group a consumer group that has read nothing yet
     * @param records how many records the topic holds
     * @param meter to be told when the first record is there, and when the last is accepted by SLS
     * @throws Exception if anything goes wrong: a lap counts whole or not at all
     */
    void run(String group, int records, LapMeter meter) throws Exception;
}
