package io.crosslog.mask;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Masks the strings and literals of JSON text. Confined to one thread; to be used once. */
final class JsonLeaves {

    private static final Set<String> WORDS = Set.of("true", "false", "null");

    private final MaskRules rules;
    private final Inner texts;
    private final int layer;
    private final Found found;
    private final JsonText json;

    /** The names on the way down to where the text is read, which others change. */
    private final List<String> way;

    private boolean broken;

    JsonLeaves(Surroundings around, JsonText json, List<String> way) {
        this.rules = around.rules();
        this.texts = around.texts();
        this.layer = around.layer() + 1;
        this.found = around.found();
        this.json = json;
        this.way = way;
    }

    /** Whether something was copied that is no JSON. */
    boolean isBroken() {
        return broken;
    }

    /**
     * Copies a string.
     *
     * @param rule what is known of it; null for nothing
     * @param credentials what is known of it if it begins as credentials do
     * @return whether anything is left of it
     */
    boolean string(@Nullable NameRule rule, @Nullable NameRule credentials) {
        int from = json.at();
        String text = json.string();
        NameRule known = rule == null && credentials != null && Values.isHeader(text) ? credentials : rule;
        String clean = known == null
                ? texts.text(text, way, layer, found)
                : rules.values().mask(known, text, found);
        return write(from, text, clean);
    }

    /** Copies a string that may say what somebody was allowed to do; returns whether anything is left of it. */
    boolean permissions(NameRule rule) {
        int from = json.at();
        String text = json.string();
        String clean = texts.permissions(text, rule, way, layer, found);
        return write(from, text, clean == null ? rules.values().mask(rule, text, found) : clean);
    }

    private boolean write(int from, String text, @Nullable String clean) {
        if (clean == null) {
            return false;
        } else if (clean.equals(text)) {
            json.writeRead(from);
        } else {
            json.writeString(clean);
        }
        return true;
    }

    /**
     * Copies a literal.
     *
     * @param rule what is known of it; null for nothing
     * @param mayBeNone whether something like NaN is copied too, up to where the next value may begin
     * @return whether anything is left of it
     */
    boolean literal(@Nullable NameRule rule, boolean mayBeNone) {
        int from = json.at();
        String literal = json.upTo(",]} \t\r\n");
        boolean number = !literal.isEmpty() && "-0123456789".indexOf(literal.charAt(0)) >= 0;
        if (number ? !isNumber(literal) : !WORDS.contains(literal)) {
            json.back(from);
            if (!mayBeNone) {
                throw new Broken();
            }
            broken = true;
            json.upTo(",]}{[\"");
            json.writeRead(from);
            return true;
        }
        String clean = literal;
        // A yes or no is a secret only where somebody has named the path to it.
        if (rule != null && !literal.equals("null") && (number || rule.name().isEmpty())) {
            clean = rules.values().mask(rule, literal, found);
        } else if (number && rules.hasPatterns()) {
            clean = texts.plain(literal, found);
        }
        return write(from, literal, clean);
    }

    private static boolean isNumber(String literal) {
        return literal.chars().allMatch(c -> "+-.0123456789eE".indexOf(c) >= 0);
    }
}
