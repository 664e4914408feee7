package io.crosslog.mask;

import io.crosslog.model.JsonWriter;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The secrets that were masked in one event, to be removed where they stand once more without their name: in the raw text
 * of a record whose columns have no names, or in a copy. Confined to one thread.
 */
final class Found {

    /** Shorter texts stand in other places for other reasons. */
    private static final int SHORTEST = 8;

    private static final int MOST = 64;

    private final Set<String> secrets = new LinkedHashSet<>();

    void add(String secret) {
        if (secret.length() >= SHORTEST && secrets.size() < MOST && !secret.contains(Values.STARS)) {
            secrets.add(secret);
        }
    }

    boolean isEmpty() {
        return secrets.isEmpty();
    }

    /** The text without the secrets, whether they stand in it as they are or escaped for JSON. */
    String removeFrom(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, Values.STARS);
            String once = escaped(secret);
            if (!once.equals(secret)) {
                clean = clean.replace(once, Values.STARS).replace(escaped(once), Values.STARS);
            }
        }
        return clean;
    }

    private static String escaped(String text) {
        String quoted = new JsonWriter(text.length() + 16).text(text).toString();
        return quoted.substring(1, quoted.length() - 1);
    }
}
