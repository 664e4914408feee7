package io.crosslog.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the objects and lists of JSON text and knows a secret by the name of its member, by the path to it, and by a
 * {@code name} beside a {@code value}. Confined to one thread; to be used once.
 */
final class JsonWalk {

    private static final int DEEPEST = 200;

    private final Surroundings around;
    private final JsonText json;
    private final JsonLeaves leaves;
    private final JsonAgain again;
    private final List<String> way;
    private int depth;

    /** What is known of the value that is read. */
    private @Nullable NameRule open;

    /** Set in what is none of the credentials its name speaks of. */
    private @Nullable NameRule inPermissions;

    JsonWalk(Surroundings around, String text) {
        this.around = around;
        this.json = new JsonText(text);
        this.way = new ArrayList<>(around.way());
        this.leaves = new JsonLeaves(around, json, way);
        this.again = new JsonAgain(around, json, text.length());
    }

    JsonText json() {
        return json;
    }

    /** Whether it broke off in a value that is known to be secret. */
    boolean isInSecret() {
        return open != null;
    }

    /** Whether something was copied that is no JSON. */
    boolean isBroken() {
        return leaves.isBroken();
    }

    /** Goes on as if nothing had been read yet. */
    void restart() {
        depth = 0;
        open = null;
        inPermissions = null;
        way.subList(around.way().size(), way.size()).clear();
    }

    /** Copies values up to the end of the text; of those of which nothing is left, null. */
    void values(@Nullable NameRule forced) {
        json.space();
        while (!json.isAtEnd()) {
            int from = json.written();
            if (!value(forced, forced)) {
                json.cut(from);
                json.write("null");
            }
            json.space();
        }
    }

    /** Copies what says what somebody was allowed to do; returns whether anything is left of it. */
    boolean permissions(NameRule credentials) {
        NameRule before = inPermissions;
        inPermissions = credentials;
        boolean left = value(null, credentials);
        inPermissions = before;
        return left;
    }

    /**
     * Copies a value.
     *
     * @param forced what is known of it; null for nothing
     * @param bare what is known of the elements of a list that are no objects
     * @return whether anything is left of it
     */
    private boolean value(@Nullable NameRule forced, @Nullable NameRule bare) {
        NameRule before = open;
        open = forced;
        if (++depth > DEEPEST) {
            throw new Broken();
        }
        boolean left = forced == null || forced.kind() == NameRule.Kind.COOKIES
                ? unknown(forced, bare)
                : new JsonSecret(json, leaves, forced).value();
        depth--;
        open = before;
        return left;
    }

    private boolean unknown(@Nullable NameRule cookies, @Nullable NameRule bare) {
        return switch (json.peek()) {
            case '{' -> cookies == null ? object() : cookies(cookies);
            case '[' -> list(cookies, bare);
            case '"' -> leaves.string(cookies, inPermissions);
            default -> leaves.literal(cookies, cookies == null && inPermissions == null && depth > 1);
        };
    }

    private boolean object() {
        JsonPair pair = members();
        NameRule told = pair.rule();
        return told == null || pair.values().isEmpty() || again.mask(pair.values(), told);
    }

    /** Cookies may be names and values of their own, or pairs of both. */
    private boolean cookies(NameRule cookies) {
        int from = json.written();
        JsonPair pair;
        try {
            pair = members();
        } catch (Broken e) {
            json.cutOff(from);
            throw e;
        }
        NameRule told = pair.rule();
        if (told != null && !pair.values().isEmpty()) {
            return again.mask(pair.values(), told);
        }
        return again.mask(pair.isWhole() ? pair.values() : List.of(new JsonPair.Span(from, json.written())), cookies);
    }

    /** Copies the members of an object; one that is cut off behind the name of a secret is masked from there on. */
    private JsonPair members() {
        JsonPair pair = new JsonPair(around.rules().names(), json);
        try {
            json.parts('}', i -> member(pair));
        } catch (Broken e) {
            if (pair.rule() != null) {
                json.cutOff(pair.nameEnd());
            }
            throw e;
        }
        return pair;
    }

    private boolean member(JsonPair pair) {
        String name = json.name();
        int from = json.written();
        way.add(name);
        String canonical = Names.canonical(name);
        NameRule known = around.rules().at(way);
        if (known == null && inPermissions != null && Places.isOfCredentials(canonical)) {
            known = inPermissions;
        }
        boolean left = known != null && MaskRules.mayBePermissions(known, name)
                ? authorization(known)
                : value(known, known) && (known == null || known.as() != MaskAs.DROP);
        way.remove(way.size() - 1);
        if (left) {
            pair.member(canonical, from);
        }
        return left;
    }

    /** Azure calls so what somebody was allowed to do: an object, a list of them, or the text of either is no secret. */
    private boolean authorization(NameRule known) {
        char first = json.peek();
        if (first == '"') {
            NameRule before = open;
            open = known;
            boolean left = leaves.permissions(known);
            open = before;
            return left;
        } else if (first != '{' && first != '[') {
            return value(known, known) && known.as() != MaskAs.DROP;
        }
        int from = json.written();
        try {
            return permissions(known);
        } catch (Broken e) {
            json.cutOff(from);
            throw e;
        }
    }

    private boolean list(@Nullable NameRule forced, @Nullable NameRule bare) {
        boolean left = json.parts(']', new ListParts(forced, bare));
        return Objects.equals(forced, bare) || left;
    }

    /** The elements of a list, in which names and values may come in turn, as some servers list headers. */
    private final class ListParts implements JsonText.Part {

        private final @Nullable NameRule forced;
        private final @Nullable NameRule bare;
        private @Nullable NameRule next;

        ListParts(@Nullable NameRule forced, @Nullable NameRule bare) {
            this.forced = forced;
            this.bare = bare;
        }

        @Override
        public boolean copy(int i) {
            int from = json.written();
            NameRule known = next != null ? next : json.peek() == '{' ? forced : bare;
            boolean left = value(known, known);
            next = left && forced == null ? header(i, from) : null;
            return left;
        }

        private @Nullable NameRule header(int i, int from) {
            int length = json.written() - from;
            if (length < 8 || length > Names.LONGEST) {
                return null;
            }
            String element = json.written(from, json.written());
            // Arguments of commands may come anywhere.
            boolean mayName = element.startsWith("\"-") || i % 2 == 0 && element.startsWith("\"");
            return mayName ? around.rules().names().field(element.substring(1, length - 1)) : null;
        }
    }
}
