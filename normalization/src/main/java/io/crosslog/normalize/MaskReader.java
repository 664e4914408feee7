package io.crosslog.normalize;

import io.crosslog.credentials.Secret;
import io.crosslog.mask.MaskAs;
import io.crosslog.mask.Masking;
import io.crosslog.model.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the section {@code mask} of a rule. A mask that would find nothing is told: nobody would miss what it does not do.
 * Confined to one thread.
 */
final class MaskReader {

    /** What may be masked; one of them says it. */
    static final List<String> KINDS = List.of("path", "name", "pattern");

    /** What may be left of it. */
    static final List<String> LEFT = List.of("mask", "drop", "hash");

    private static final List<String> OPTIONS = List.of("path", "name", "pattern", "do");

    private final RuleLayers rule;
    private final Scope scope;
    private final @Nullable Secret key;
    private final Map<String, Mask> masks = new LinkedHashMap<>();

    /**
     * A reader.
     *
     * @param rule the rule
     * @param scope how its paths are read
     * @param key the key of hashes, or null
     */
    MaskReader(RuleLayers rule, Scope scope, @Nullable Secret key) {
        this.rule = rule;
        this.scope = scope;
        this.key = key;
    }

    /** What one mask is for, and what it leaves. */
    private record Mask(String kind, YamlValue what, MaskAs as) {}

    /** The masking; one that does nothing if the rule has no masks. */
    Masking read() {
        rule.items("mask").forEach(this::item);
        if (masks.isEmpty()) {
            return Masking.none();
        }
        Masking.Builder masking = Masking.builder();
        if (key != null) {
            Secret known = key;
            masking.key(() -> known);
        }
        // The first one that fits wins, so the strongest come first.
        List<Mask> all = new ArrayList<>(masks.values());
        for (int i = all.size() - 1; i >= 0; i--) {
            add(all.get(i), masking);
        }
        return masking.build();
    }

    private void item(YamlValue item) {
        Map<String, YamlValue> options = item.members(OPTIONS);
        List<String> kinds = KINDS.stream().filter(options::containsKey).toList();
        MaskAs as = as(options.get("do"));
        if (item.isMap() && kinds.size() != 1) {
            item.wrong("a mask needs one of 'path', 'name' and 'pattern', which say what is masked, and has "
                    + (kinds.isEmpty() ? "none" : String.join(" and ", kinds)));
            return;
        }
        for (String kind : kinds) {
            for (YamlValue what : options.getOrDefault(kind, item).someItems()) {
                String text = what.word("a " + kind);
                String plain = kind.equals("name") ? plain(text) : text;
                // What is no name at all is told of each, not as the same one twice.
                String id = kind + ' ' + (plain.isEmpty() ? what.place() : plain);
                Mask before = masks.remove(id);
                if (before != null && before.what.file() == what.file()) {
                    what.wrong("'" + text + "' is masked above already");
                }
                masks.put(id, new Mask(kind, what, as));
            }
        }
    }

    /** As names are compared. */
    private static String plain(String name) {
        return name.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
    }

    private MaskAs as(@Nullable YamlValue left) {
        if (left == null) {
            return MaskAs.MASK;
        }
        String text = left.text();
        if (!LEFT.contains(text)) {
            left.wrong("'" + text + "' is nothing that a mask does" + YamlValue.nearest(text, LEFT));
            return MaskAs.MASK;
        } else if (text.equals("hash") && key == null) {
            left.wrong("'hash' needs a key, and the set has none: give it one with RuleSet.builder().maskKey(…), or say"
                    + " 'mask' or 'drop'");
            return MaskAs.MASK;
        }
        return MaskAs.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private void add(Mask mask, Masking.Builder masking) {
        String text = mask.what.text();
        if (mask.kind.equals("pattern")) {
            masking.pattern(Regex.read(mask.what, false, false).pattern(), mask.as);
            return;
        }
        if (scope.opened().columns().stream().anyMatch(column -> plain(column).equals(plain(text)))) {
            mask.what.wrong(
                    "'" + text + "' is a column of a text that 'open' takes apart, and has no name there by which"
                            + " masks could find it; mask all of the text, or use 'pattern'");
            return;
        }
        try {
            if (mask.kind.equals("name")) {
                masking.header(text, mask.as);
            } else if (isPath(mask.what, text)) {
                masking.path(text, mask.as);
            }
        } catch (IllegalArgumentException e) {
            mask.what.wrong(String.valueOf(e.getMessage()));
        }
    }

    /** Whether masks can find what stands at a path; notes why not. */
    private boolean isPath(YamlValue what, String text) {
        if (text.startsWith("$")) {
            what.wrong("'" + text + "' is beside the event, and masks are for what is in it");
            return false;
        } else if (text.contains("[]")) {
            what.wrong("'" + text + "' must have no [] in it: a mask holds for all elements of a list");
            return false;
        }
        List<Object> steps = Path.of(text).steps();
        if (!steps.stream().allMatch(String.class::isInstance)) {
            what.wrong("'" + text + "' must have no index in it: a mask holds for all elements of a list");
            return false;
        } else if (scope.anyCase()) {
            what.wrong("a path is masked as it is written, but with 'ignore_case' names are found in any case; mask by"
                    + " 'name', which any case has");
            return false;
        }
        for (List<Object> opened : scope.opened().names()) {
            if (leadsInto(steps, opened)) {
                what.wrong("'" + text + "' leads into a text that 'open' takes apart, and masks find no parts of it by"
                        + " path; mask all of the text, or use 'name' or 'pattern'");
                return false;
            }
        }
        return true;
    }

    /** Whether a path, which holds wherever it is the end of a way, goes on where another one ends. */
    private static boolean leadsInto(List<Object> path, List<Object> text) {
        for (int length = 1; length < path.size(); length++) {
            int skip = text.size() - length;
            if (skip >= 0 && text.subList(skip, text.size()).equals(path.subList(0, length))) {
                return true;
            }
        }
        return false;
    }
}
