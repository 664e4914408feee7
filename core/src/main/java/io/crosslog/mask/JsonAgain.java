package io.crosslog.mask;

import java.util.List;

/**
 * Masks what was written already, once a name behind it has told what it is. Looks for nothing else in it: what is gone over
 * again must not be gone over again inside of itself. Confined to one thread; to be used once.
 */
final class JsonAgain {

    /** How many times its length of a text may be gone over again. */
    private static final int MOST = 8;

    private final Surroundings around;
    private final JsonText json;
    private long left;

    JsonAgain(Surroundings around, JsonText json, int length) {
        this.around = around;
        this.json = json;
        this.left = 1_024 + (long) MOST * length;
    }

    /**
     * Masks some values; past the bound, three stars stand for them.
     *
     * @param values where they were written
     * @param rule what is known of them
     * @return whether anything is left of them
     */
    boolean mask(List<JsonPair.Span> values, NameRule rule) {
        int start = values.get(0).from();
        int end = json.written();
        int done = start;
        boolean anyLeft = false;
        StringBuilder masked = new StringBuilder();
        for (JsonPair.Span value : values) {
            left -= value.to() - value.from();
            String clean = left < 0 ? Values.STARS_JSON : secret(json.written(value.from(), value.to()), rule);
            masked.append(json.written(done, value.from())).append(clean);
            done = value.to();
            anyLeft |= rule.as() != MaskAs.DROP || !clean.equals("null");
        }
        masked.append(json.written(done, end));
        json.cut(start);
        json.write(masked.toString());
        return anyLeft;
    }

    private String secret(String written, NameRule rule) {
        JsonText text = new JsonText(written);
        JsonLeaves leaves = new JsonLeaves(around, text, around.way());
        try {
            boolean somethingLeft = new JsonSecret(text, leaves, rule).value();
            return somethingLeft ? text.toString() : "null";
        } catch (Broken e) {
            return Values.STARS_JSON;
        }
    }
}
