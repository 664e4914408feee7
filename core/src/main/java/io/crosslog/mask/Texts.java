package io.crosslog.mask;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Masks texts of any kind. Immutable and thread-safe. */
final class Texts implements Inner {

    /** Text within text within text is looked into so often; whatever lies deeper is looked at as plain text. */
    private static final int MOST_LAYERS = 8;

    private final MaskRules rules;

    Texts(MaskRules rules) {
        this.rules = rules;
    }

    @Override
    public String text(String text, List<String> way, int layer, Found found) {
        return text.indexOf(0) < 0 ? known(text, way, layer, found) : zeros(text, way, layer, found);
    }

    /** Text with zeros in it, which no text has but one in UTF-16 that was taken for something else; they are left if possible. */
    private String zeros(String text, List<String> way, int layer, Found found) {
        String clean = plain(text, found);
        String bare = clean.replace("\0", "");
        String cleaner = known(bare, way, layer, found);
        return bare.equals(cleaner) ? clean : cleaner;
    }

    private String known(String text, List<String> way, int layer, Found found) {
        if (layer < MOST_LAYERS && TextView.looksLikeJson(text)) {
            return json(text, way, layer, found).mask(null);
        }
        if (layer < MOST_LAYERS && JsonText.object(text, 0) >= 0) {
            return json(text, way, layer, found).maskObjects();
        }
        return plain(text, found);
    }

    @Override
    public @Nullable String permissions(String text, NameRule credentials, List<String> way, int layer, Found found) {
        return layer < MOST_LAYERS ? json(text, way, layer, found).maskPermissions(credentials) : null;
    }

    @Override
    public String plain(String text, Found found) {
        String clean = rules.isSearched() ? new TextMask(rules, text, found).mask() : text;
        for (PatternRule pattern : rules.patterns()) {
            clean = pattern.apply(clean, rules.values(), found);
        }
        return clean;
    }

    /** JSON text of which all is secret, masked; null if nothing is left. */
    @Nullable String secret(String json, String name, NameRule rule, Found found) {
        String clean = json(json, List.of(name), 0, found).mask(rule);
        return rule.as() == MaskAs.DROP ? null : clean;
    }

    private JsonMask json(String text, List<String> way, int layer, Found found) {
        return new JsonMask(new Surroundings(rules, this, way, layer, found), text);
    }
}
