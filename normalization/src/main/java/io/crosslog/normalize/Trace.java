package io.crosslog.normalize;

import java.util.List;

/** Hears what a translation reads and writes, when somebody wants to know. Confined to one thread. */
interface Trace {

    /**
     * A value was written.
     *
     * @param place the attribute
     * @param sources what it was made of; empty for a constant
     */
    void wrote(Place place, List<SourceNode> sources);

    /**
     * Values could not be converted, and nothing else was made of them.
     *
     * @param place the attribute that was to be made
     * @param sources the values
     */
    void failed(Place place, List<SourceNode> sources);

    /**
     * A word came that the attribute's enum has no number for.
     *
     * @param place the attribute
     * @param word the word
     */
    void unknown(Place place, String word);

    /** All that was heard is of a translation that came to nothing: another one begins. */
    void again();

    /**
     * The event is made.
     *
     * @param rule the name of the rule that made it
     * @param root its source, which knows what was used of it
     */
    void made(String rule, SourceNode root);
}
