package io.crosslog.mask;

import io.crosslog.model.FieldVisitor;
import io.crosslog.model.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks through JSON text and masks what is secret in it, leaving every other character as it stands. Knows a secret by the
 * name of its member, by the path to it, by a {@code name} beside a {@code value}, and by what the texts say. Text that stops
 * being JSON, as that of a record cut off in its middle does, is looked at as plain text besides, and the next object in it
 * as JSON again. Confined to one thread; to be used once.
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
    private final int root;
    private boolean broken;

    /** Set in what is none of the credentials its name speaks of. */
    private @Nullable NameRule inPermissions;

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
        this.root = way.size();
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
        while (at < text.length()) {
            try {
                values(forced);
            } catch (Broken e) {
                if (open != null && at < text.length()) {
                    return (broken ? texts.plain(out.toString(), found) : out) + Values.STARS;
                }
                nextObject();
            }
        }
        return broken ? texts.plain(out.toString(), found) : out.toString();
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
        inPermissions = credentials;
        try {
            space();
            if (peek() != '{' && peek() != '[' || !value(null, credentials)) {
                return null;
            }
            space();
            return at < text.length() || broken ? null : out.toString();
        } catch (Broken e) {
            return null;
        }
    }

    /** Where an object seems to begin, from some place on; -1 if there is none. */
    static int object(String text, int from) {
        for (int i = text.indexOf('{', from); i >= 0; i = text.indexOf('{', i + 1)) {
            int next = i + 1;
            while (next < text.length() && next - i < 32 && text.charAt(next) <= ' ') {
                next++;
            }
            if (next < text.length() && text.charAt(next) == '"') {
                return i;
            }
        }
        return -1;
    }

    /** Goes on with the next object, or at the end: what stands before it is no JSON. */
    private void nextObject() {
        int next = object(text, at);
        int to = next < 0 ? text.length() : next;
        out.append(text, at, to);
        at = to;
        depth = 0;
        open = null;
        inPermissions = null;
        broken = true;
        way.subList(root, way.size()).clear();
    }

    private void values(@Nullable NameRule forced) {
        space();
        while (at < text.length()) {
            int from = out.length();
            if (!value(forced)) {
                out.setLength(from);
                out.append("null");
            }
            space();
        }
    }

    /** Copies a value; returns whether anything is left of it. */
    private boolean value(@Nullable NameRule forced) {
        return value(forced, forced);
    }

    /** Copies a value, in a list of which something else may be known of all that are no objects. */
    private boolean value(@Nullable NameRule forced, @Nullable NameRule bare) {
        NameRule before = open;
        open = forced;
        if (++depth > DEEPEST) {
            throw new Broken();
        }
        boolean left =
                switch (peek()) {
                    case '{' -> forced == null ? object() : forcedObject(forced);
                    case '[' -> array(forced, bare);
                    case '"' -> string(forced, false);
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
        if (whole || forced.kind() != NameRule.Kind.COOKIES) {
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
        if (!pair.named || pair.values.isEmpty()) {
            pair.values.clear();
            pair.values.add(new Span(from, out.length()));
        }
        return again(pair, forced);
    }

    /** Copies the members of an object; one that is cut off behind the name of a secret is masked from there on. */
    private Pair members(@Nullable NameRule forced) {
        Pair pair = new Pair();
        try {
            members(forced, pair);
        } catch (Broken e) {
            throw pair.rule == null ? e : cutOff(pair.nameEnd);
        }
        if (forced == null && pair.rule != null && !pair.values.isEmpty()) {
            pair.masked = true;
            pair.left = again(pair, pair.rule);
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
            boolean left = known != null && forced == null && MaskRules.mayBePermissions(known, name)
                    ? authorization(known)
                    : value(known) && (known == null || known.as() != MaskAs.DROP);
            way.remove(way.size() - 1);
            if (left) {
                written++;
                pair(pair, Names.canonical(name), from);
                space();
            } else {
                out.setLength(mark);
                skipSpace();
            }
        }
        copy();
    }

    /** Azure calls so what somebody was allowed to do: an object, a list of them, or the text of either is no secret. */
    private boolean authorization(NameRule known) {
        char first = peek();
        if (first == '"') {
            NameRule before = open;
            open = known;
            boolean left = string(known, true);
            open = before;
            return left;
        } else if (first != '{' && first != '[') {
            return value(known) && known.as() != MaskAs.DROP;
        }
        int from = out.length();
        NameRule before = inPermissions;
        inPermissions = known;
        boolean left;
        try {
            left = value(null, known);
        } catch (Broken e) {
            throw cutOff(from);
        }
        inPermissions = before;
        return left;
    }

    /**
     * Masks all of the values of a pair, now that it is known what they are, and looks for nothing else in them: what is
     * gone over again must not be gone over again inside of itself. Past the bound, three stars stand for them.
     *
     * @return whether anything is left of them
     */
    private boolean again(Pair pair, NameRule rule) {
        int start = pair.values.get(0).from;
        int done = start;
        boolean left = false;
        StringBuilder masked = new StringBuilder();
        for (Span value : pair.values) {
            again -= value.to - value.from;
            String clean = again < 0
                    ? "\"" + Values.STARS + "\""
                    : new JsonMask(rules, texts, out.substring(value.from, value.to), way, layer, found, true)
                            .mask(rule);
            masked.append(out, done, value.from).append(clean);
            done = value.to;
            left |= rule.as() != MaskAs.DROP || !clean.equals("null");
        }
        masked.append(out, done, out.length());
        out.setLength(start);
        out.append(masked);
        return left;
    }

    /** Remembers a member that was written, if it is one of a pair. */
    private void pair(Pair pair, String member, int from) {
        if (Places.isNameOfPair(member) && out.charAt(from) == '"') {
            pair.named = true;
            boolean first = pair.rule == null && out.length() - from < 8 * Names.LONGEST;
            NameRule rule = first ? Places.rule(rules.names(), plain(out.substring(from + 1, out.length() - 1))) : null;
            if (rule != null) {
                pair.rule = rule;
                pair.nameEnd = out.length();
            }
        } else if (Places.isValueOfPair(member)) {
            pair.values.add(new Span(from, out.length()));
        }
    }

    private boolean array(@Nullable NameRule forced, @Nullable NameRule bare) {
        copy();
        space();
        int written = 0;
        NameRule next = null;
        int i = 0;
        for (; peek() != ']'; i++) {
            int mark = out.length();
            String separator = separator(i);
            out.append(written == 0 ? "" : separator);
            int from = out.length();
            boolean left = value(next != null ? next : peek() == '{' ? forced : bare);
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
        return Objects.equals(forced, bare) || written > 0 || i == 0;
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

    private boolean string(@Nullable NameRule forced, boolean mayBePermissions) {
        int from = at;
        int end = stringEnd();
        String plain = unescaped(end);
        NameRule credentials =
                forced == null && inPermissions != null && Values.isHeader(plain) ? inPermissions : forced;
        String clean =
                mayBePermissions && forced != null ? texts.permissions(plain, forced, way, layer + 1, found) : null;
        if (clean == null) {
            clean = credentials == null
                    ? texts.text(plain, way, layer + 1, found)
                    : rules.values().mask(credentials, plain, found);
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
        return plain(text.substring(start, end));
    }

    private static String plain(String content) {
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
        boolean known = number
                ? literal.chars().allMatch(c -> "+-.0123456789eE".indexOf(c) >= 0)
                : Set.of("true", "false", "null").contains(literal);
        if (!known) {
            at = from;
            return noLiteral(forced);
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

    /** Copies what is no value, such as NaN, up to where the next may begin. */
    private boolean noLiteral(@Nullable NameRule forced) {
        if (forced != null || inPermissions != null || depth == 1) {
            throw new Broken();
        }
        broken = true;
        int from = at;
        while (at < text.length() && ",]}{[\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        out.append(text, from, at);
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

        private final List<Span> values = new ArrayList<>();
        private boolean named;
        private @Nullable NameRule rule;
        private int nameEnd;
        private boolean masked;
        private boolean left = true;
    }

    /** A part of what was written. */
    private record Span(int from, int to) {}

    /** The text is no JSON from here on. */
    private static final class Broken extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Broken() {
            super("no JSON", null, false, false);
        }
    }
}
