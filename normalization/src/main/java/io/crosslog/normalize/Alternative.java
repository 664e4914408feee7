package io.crosslog.normalize;

/** One way to come by the value of an attribute. Stateless, safe for concurrent calls. */
@FunctionalInterface
interface Alternative {

    /**
     * Writes the value, if there is one this way. Sources that are there and cannot be converted are told to the run.
     *
     * @param run the event's translation
     * @param place what to write
     * @param lastResort whether a word that the enum has no number for may become 99; asked first without
     * @return whether a value was written
     */
    boolean write(Run run, Place place, boolean lastResort);

    /** A value that is always there. */
    static Alternative constant(Object value) {
        return (run, place, lastResort) -> run.put(place.slot(), value);
    }

    /** The alternative where a condition holds, and no value otherwise. */
    static Alternative when(Condition condition, Alternative inner) {
        return (run, place, lastResort) -> condition.holds(run) && inner.write(run, place, lastResort);
    }
}
