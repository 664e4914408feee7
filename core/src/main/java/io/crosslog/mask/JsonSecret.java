package io.crosslog.mask;

/** Masks JSON text of which all is secret, whatever its members are called. Confined to one thread; to be used once. */
final class JsonSecret {

    private static final int DEEPEST = 200;

    private final JsonText json;
    private final JsonLeaves leaves;
    private final NameRule rule;
    private int depth;

    JsonSecret(JsonText json, JsonLeaves leaves, NameRule rule) {
        this.json = json;
        this.leaves = leaves;
        this.rule = rule;
    }

    /** Copies a value; returns whether anything is left of it. */
    boolean value() {
        if (++depth > DEEPEST) {
            throw new Broken();
        }
        boolean left = true;
        switch (json.peek()) {
            case '{' -> json.parts('}', i -> member());
            case '[' -> json.parts(']', i -> value());
            case '"' -> left = leaves.string(rule, null);
            default -> left = leaves.literal(rule, false);
        }
        depth--;
        return left;
    }

    private boolean member() {
        json.name();
        return value() && rule.as() != MaskAs.DROP;
    }
}
