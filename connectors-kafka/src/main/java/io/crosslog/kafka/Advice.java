package io.crosslog.kafka;

import java.util.List;
import java.util.Locale;

/**
 * What a person should do when the broker refuses something: what a preset knows better than the source in general.
 * Immutable and thread-safe.
 *
 * @param credentials when a login is refused
 * @param topics when topics may not be read
 * @param missingTopics when topics do not exist
 * @param group when the consumer group is refused
 * @param throttled when answers are slowed because a quota was passed
 * @param byWord when the refusal of a login holds one of these words: said before {@code credentials}
 */
record Advice(
        String credentials, String topics, String missingTopics, String group, String throttled, List<ForWord> byWord) {

    static final Advice GENERAL = new Advice(
            "check user name and password; the provider is asked for them anew at each try",
            "grant Read and Describe on the topics, or correct their names: some services answer this way for topics that "
                    + "do not exist",
            "check their names (for CLS copy them from the console) and that consumption is switched on",
            "grant Read on the group, or name one that is allowed",
            "ask for a higher quota, or let fewer groups read the topics: each of them reads everything on its own",
            List.of(new ForWord(
                    "auth_bytes",
                    "a service that drops a login which it cannot read answers so; Azure Event Hubs does unless the user "
                            + "name is the literal $ConnectionString, which EventHubsKafka sets")));

    Advice withCredentials(String other) {
        return new Advice(other, topics, missingTopics, group, throttled, byWord);
    }

    /** What to do about a refused login, by what the refusal says. */
    String forLogin(String refusal) {
        String text = refusal.toLowerCase(Locale.ROOT);
        return byWord.stream()
                .filter(known -> text.contains(known.word))
                .map(known -> known.advice + "; otherwise " + credentials)
                .findFirst()
                .orElse(credentials);
    }

    /**
     * What to do if a text holds a word.
     *
     * @param word in lower case
     * @param advice what to do
     */
    record ForWord(String word, String advice) {}
}
