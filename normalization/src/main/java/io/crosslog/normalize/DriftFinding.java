package io.crosslog.normalize;

import java.util.Objects;

/**
 * Something that has changed in the logs that rules are for. Immutable and thread-safe.
 *
 * @param kind what has changed
 * @param rule the rule that the events are for
 * @param name what is new: a field's path, {@code attribute=word}, the names of a log's fields, or a difference in hours; cut to
 *     200 characters, without control characters
 * @param advice what it may mean and what to do
 */
public record DriftFinding(Kind kind, String rule, String name, String advice) {

    private static final int LONGEST = 200;

    /** Cleans and cuts the name, which senders make up. */
    public DriftFinding {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(advice, "advice");
        String clean = name.replaceAll("\\p{Cntrl}", "?");
        name = clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
    }

    /** What has changed. */
    public enum Kind {
        /** A field has a name that was not there before. */
        NEW_FIELD,
        /** A field has a word that the attribute made of it has no number for. */
        NEW_VALUE,
        /** Events that no rule is for have fields as no event before. */
        NEW_LOG_KIND,
        /** Events lie whole hours before or after their collection, all of them: a zone is set wrong. */
        WRONG_ZONE,
        /** So much is new that no more of it is told apart. */
        TOO_MUCH
    }

    /** {@return the finding in one line} */
    @Override
    public String toString() {
        return kind + " in events of " + rule + ": " + name + " (" + advice + ")";
    }
}
