package io.crosslog.mask;

import org.jspecify.annotations.Nullable;

/**
 * Masks what is secret in JSON text, leaving every other character as it stands. Text that stops being JSON, as that of a
 * record cut off in its middle does, is looked at as plain text besides, and the next object in it as JSON again. Confined to
 * one thread; to be used once.
 */
final class JsonMask {

    private final Surroundings around;
    private final JsonWalk walk;
    private final JsonText json;
    private boolean broken;

    JsonMask(Surroundings around, String text) {
        this.around = around;
        this.walk = new JsonWalk(around, text);
        this.json = walk.json();
    }

    /**
     * The text without secrets.
     *
     * @param forced what is known of all that is in it; null for nothing
     */
    String mask(@Nullable NameRule forced) {
        while (!json.isAtEnd()) {
            try {
                walk.values(forced);
            } catch (Broken e) {
                if (walk.isInSecret() && !json.isAtEnd()) {
                    return text() + Values.STARS;
                }
                nextObject();
            }
        }
        return text();
    }

    /** The text without secrets, if it has other things before its first object. */
    String maskObjects() {
        nextObject();
        return mask(null);
    }

    /**
     * The text without secrets, if all of it is one object or list, whose objects hold nothing that is secret by its name.
     *
     * @param credentials what is known of credentials that stand in it nevertheless
     * @return null if it is anything else, and if nothing is left of it
     */
    @Nullable String maskPermissions(NameRule credentials) {
        try {
            json.space();
            if (json.peek() != '{' && json.peek() != '[' || !walk.permissions(credentials)) {
                return null;
            }
            json.space();
            return json.isAtEnd() ? json.toString() : null;
        } catch (Broken e) {
            return null;
        }
    }

    private String text() {
        String clean = json.toString();
        return broken || walk.isBroken() ? around.texts().plain(clean, around.found()) : clean;
    }

    /** Goes on with the next object, or at the end: what stands before it is no JSON. */
    private void nextObject() {
        json.copyToObject();
        walk.restart();
        broken = true;
    }
}
