package io.crosslog.mask;

import io.crosslog.model.FieldVisitor;
import io.crosslog.model.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks through JSON text and masks what is secret in it, leaving every other character as it stands. Knows a secret by the
 * name of its member, by the path to it, by a {@code name} beside a {@code value}, and by what the texts say. Text that stops
 * being JSON, as that of a record cut off in its middle does, is looked at as plain text from there on. Confined to one
 * thread; to be used once.
 */
final class JsonMask {

    private static final int DEEPEST = 200;

    /** How many times its length of a text may be gone over again, once a name has told what a value before it is. */
    private static final int AGAIN = 8;

    private final MaskRules rules;
    private final Inner texts;
    private final String text;
    private final List<String> way;
    private final int layer;
    private final Found found;
    private final StringBuilder out;
    private int at;
    private int start;
    private int depth;
    private @Nullable NameRule open;
    private final boolean whole;
    private long again;

    JsonMask(MaskRules rules, Inner texts, String text, List<String> way, int layer, Found found) {
        this(rules, texts, text, way, layer, found, false);
    }

    private JsonMask(
            MaskRules rules, Inner texts, String text, List<String> way, int layer, Found found, boolean whole) {
        this.rules = rules;
        this.texts = texts;
        this.text = text;
        this.way = new ArrayList<>(way);
        this.layer = layer;
        this.found = found;
        this.whole = whole;
        this.again = 1_024 + (long) AGAIN * text.length();
        this.out = new StringBuilder(text.length());
    }

    /**
     * The text without secrets.
     *
     * @param forced what is known of all that is in it; null for nothing
     */
    String mask(@Nullable NameRule forced) {
        try {
            space();
            while (at < text.length()) {
                int from = out.length();
                if (!value(forced)) {
                    out.setLength(from);
                    out.append("null");
                }
                space();
            }
            return out.toString();
        } catch (Broken e) {
            String rest = text.substring(at);
            if (open != null && !rest.isEmpty()) {
                return out + Values.STARS;
            }
            return texts.plain(out.append(rest).toString(), found);
        }
    }

    /** Copies a value; returns whether anything is left of it. */
    private boolean value(@Nullable NameRule forced) {
        NameRule before = open;
        open = forced;
        if (++depth > DEEPEST) {
            throw new Broken();
        }
        boolean left =
                switch (peek()) {
                    case '{' -> forced == null ? object() : forcedObject(forced);
                    case '[' -> array(forced);
                    case '"' -> string(forced);
                    default -> literal(forced);
                };
        depth--;
        open = before;
        return left;
    }

    /** Copies an object; returns whether anything is left of it. */
    private boolean object() {
        return members(null).left;
    }

    /** What is in it is secret: all of it, or, if it is a pair of name and value, the value. */
    private boolean forcedObject(NameRule forced) {
        if (whole) {
            return members(forced).left;
        }
        if (forced.kind() == NameRule.Kind.CREDENTIALS) {
            // Azure calls so what somebody was allowed to do.
            open = null;
            return object();
        }
        if (forced.kind() != NameRule.Kind.COOKIES) {
            return members(forced).left;
        }
        int from = out.length();
        Pair pair;
        try {
            pair = members(null);
        } catch (Broken e) {
            throw cutOff(from);
        }
        if (pair.masked) {
            return pair.left;
        }
        boolean isPair = pair.name != null && pair.to > pair.from;
        return isPair ? again(pair.from, pair.to, forced) : again(from, out.length(), forced);
    }

    /** Copies the members of an object; one that is cut off behind the name of a secret is masked from there on. */
    private Pair members(@Nullable NameRule forced) {
        Pair pair = new Pair();
        try {
            members(forced, pair);
        } catch (Broken e) {
            throw pair.name == null || Places.rule(rules.names(), pair.name) == null ? e : cutOff(pair.nameEnd);
        }
        if (forced == null && pair.name != null && pair.to > pair.from) {
            NameRule rule = Places.rule(rules.names(), pair.name);
            pair.masked = rule != null;
            pair.left = rule == null || again(pair.from, pair.to, rule);
        }
        return pair;
    }

    /** Leaves stars in place of what was written from some place on, and of all that follows. */
    private Broken cutOff(int from) {
        out.setLength(from);
        out.append(Values.STARS);
        at = text.length();
        return new Broken();
    }

    /** Copies the members of an object, and remembers those that are a pair. */
    private void members(@Nullable NameRule forced, Pair pair) {
        copy();
        space();
        int written = 0;
        for (int i = 0; peek() != '}'; i++) {
            int mark = out.length();
            String separator = separator(i);
            out.append(written == 0 ? "" : separator);
            String name = name();
            space();
            if (peek() != ':') {
                throw new Broken();
            }
            copy();
            space();
            way.add(name);
            NameRule known = forced != null ? forced : rules.at(way);
            int from = out.length();
            boolean left = value(known) && !isDropped(known);
            way.remove(way.size() - 1);
            if (left) {
                written++;
                pair.member(Names.canonical(name), from, out);
                space();
            } else {
                out.setLength(mark);
                skipSpace();
            }
        }
        copy();
    }

    /** Of credentials, an object is none. */
    private static boolean isDropped(@Nullable NameRule known) {
        return known != null && known.as() == MaskAs.DROP && known.kind() != NameRule.Kind.CREDENTIALS;
    }

    /**
     * Masks all of a part of what was written, now that it is known what it is, and looks for nothing else in it: what is
     * gone over again must not be gone over again inside of itself. Past the bound, three stars stand for it.
     *
     * @return whether anything is left of it
     */
    private boolean again(int from, int to, NameRule rule) {
        again -= to - from;
        String masked = again < 0
                ? "\"" + Values.STARS + "\""
                : new JsonMask(rules, texts, out.substring(from, to), way, layer, found, true).mask(rule);
        out.replace(from, to, masked);
        return rule.as() != MaskAs.DROP || !masked.equals("null");
    }

    private boolean array(@Nullable NameRule forced) {
        copy();
        space();
        int written = 0;
        NameRule next = null;
        for (int i = 0; peek() != ']'; i++) {
            int mark = out.length();
            String separator = separator(i);
            out.append(written == 0 ? "" : separator);
            int from = out.length();
            boolean left = value(next != null ? next : forced);
            // Names and values in turn, as some servers list headers, and the arguments of commands.
            boolean mayName = i % 2 == 0 || out.length() > from + 1 && out.charAt(from + 1) == '-';
            next = left && forced == null && mayName ? header(from) : null;
            if (left) {
                written++;
                space();
            } else {
                out.setLength(mark);
                skipSpace();
            }
        }
        copy();
        return true;
    }

    private @Nullable NameRule header(int from) {
        int length = out.length() - from;
        return length < 8 || length > Names.LONGEST || out.charAt(from) != '"'
                ? null
                : rules.names().field(out.substring(from + 1, out.length() - 1));
    }

    /** The comma before a member or element, with the space around it, and nothing before the first. */
    private String separator(int i) {
        if (i == 0) {
            return "";
        }
        if (peek() != ',') {
            throw new Broken();
        }
        int from = at++;
        skipSpace();
        return text.substring(from, at);
    }

    private String name() {
        if (peek() != '"') {
            throw new Broken();
        }
        int from = at;
        String name = unescaped(stringEnd());
        out.append(text, from, at);
        return name;
    }

    private boolean string(@Nullable NameRule forced) {
        int from = at;
        int end = stringEnd();
        String plain = unescaped(end);
        String clean;
        if (forced == null
                || (!whole && forced.kind() == NameRule.Kind.CREDENTIALS && MaskRules.looksLikeJson(plain))) {
            clean = texts.text(plain, way, layer + 1, found);
        } else {
            clean = rules.values().mask(forced, plain, found);
        }
        if (clean == null) {
            return false;
        } else if (clean.equals(plain)) {
            out.append(text, from, at);
        } else {
            out.append(new JsonWriter(clean.length() + 16).text(clean));
        }
        return true;
    }

    /** Moves behind a string and returns where its content ends; one that is cut off ends with the text. */
    private int stringEnd() {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        start = at + 1;
        at = Math.min(text.length(), end + 1);
        return Math.min(text.length(), end);
    }

    private String unescaped(int end) {
        String content = text.substring(start, end);
        if (content.indexOf('\\') < 0) {
            return content;
        }
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return FieldVisitor.text(bytes, 0, bytes.length, true);
    }

    private boolean literal(@Nullable NameRule forced) {
        int from = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String literal = text.substring(from, at);
        boolean number = !literal.isEmpty() && "-0123456789".indexOf(literal.charAt(0)) >= 0;
        if (!number && !Set.of("true", "false", "null").contains(literal)) {
            at = from;
            throw new Broken();
        }
        if (number && literal.chars().anyMatch(c -> "+-.0123456789eE".indexOf(c) < 0)) {
            at = from;
            throw new Broken();
        }
        // A yes or no is a secret only where somebody has named the path to it.
        String clean = literal;
        if (forced != null
                && !literal.equals("null")
                && (number || forced.name().isEmpty())) {
            clean = rules.values().mask(forced, literal, found);
        } else if (number && rules.hasPatterns()) {
            clean = texts.plain(literal, found);
        }
        if (clean == null) {
            return false;
        }
        out.append(
                clean.equals(literal)
                        ? literal
                        : new JsonWriter(clean.length() + 16).text(clean).toString());
        return true;
    }

    private char peek() {
        if (at >= text.length()) {
            throw new Broken();
        }
        return text.charAt(at);
    }

    private void copy() {
        out.append(peek());
        at++;
    }

    private void space() {
        int from = at;
        skipSpace();
        out.append(text, from, at);
    }

    private void skipSpace() {
        while (at < text.length() && (text.charAt(at) <= ' ' || text.charAt(at) == '\uFEFF')) {
            at++;
        }
    }

    /** The members of an object that belong together. */
    private static final class Pair {

        private @Nullable String name;
        private int nameEnd;
        private int from;
        private int to;
        private boolean masked;
        private boolean left = true;

        void member(String member, int valueFrom, StringBuilder out) {
            if (Places.isNameOfPair(member) && out.charAt(valueFrom) == '"') {
                name = out.substring(valueFrom + 1, out.length() - 1);
                nameEnd = out.length();
            } else if (Places.isValueOfPair(member)) {
                from = valueFrom;
                to = out.length();
            }
        }
    }

    /** The text is no JSON from here on. */
    private static final class Broken extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Broken() {
            super("no JSON", null, false, false);
        }
    }
}
