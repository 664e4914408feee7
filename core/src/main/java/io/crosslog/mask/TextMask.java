package io.crosslog.mask;

import org.jspecify.annotations.Nullable;

/**
 * Looks through plain text for secrets: lines of headers, {@code name=value} and {@code "name": "value"} at any depth of
 * escaping, a name beside a value, options of commands, parameters and passwords in URLs, and what firewalls quote. Each
 * character is looked at a bounded number of times. Confined to one thread; to be used once.
 */
final class TextMask {

    private static final int LONGEST_AUTHORITY = 1_024;

    /** How far behind an authorization that is an object credentials in it are looked for. */
    private static final int PERMISSIONS = 4_096;

    private final MaskRules rules;
    private final String text;
    private final Found found;
    private final TextView view;
    private final ValueEnds ends;
    private final StringBuilder out = new StringBuilder();
    private int done;

    /** What the value beside a name is that was read last; null if it is no secret. */
    private @Nullable NameRule paired;

    /** Where what a firewall quotes begins, and what was written until then; -1 if it quotes nothing. */
    private int quoted = -1;

    private int quotedDone;
    private int quotedWritten;

    /** What is known of credentials in an object that is none, and how far it may reach. */
    private @Nullable NameRule inPermissions;

    private int permissionsEnd;

    TextMask(MaskRules rules, String text, Found found) {
        this.rules = rules;
        this.text = text;
        this.found = found;
        this.view = new TextView(text);
        this.ends = new ValueEnds(view);
    }

    /** The text without secrets; the same one if there are none. */
    String mask() {
        for (int i = 0; i < view.size(); i++) {
            char c = view.at(i);
            if (c == ':' && view.at(i + 1) == '/' && view.at(i + 2) == '/') {
                i = password(i + 3);
            } else if (c == '=' || c == ':' || c == '>') {
                i = Math.max(i, announced(i));
            } else if (c == '-' && !ValueEnds.isNameChar(view.at(i - 1))) {
                i = Math.max(i, option(i));
            } else if (c == '{') {
                paired = null;
            } else if (inPermissions != null && ValueEnds.isQuote(c)) {
                i = Math.max(i, credentials(i, inPermissions));
            }
        }
        return done == 0 ? text : out.append(text, done, text.length()).toString();
    }

    /** What stands before a sign may announce a secret; returns the last character that was dealt with. */
    private int announced(int sign) {
        int end = sign;
        while (end > 0 && sign - end < 8 && ValueEnds.isBlank(view.at(end - 1))) {
            end--;
        }
        boolean quoted = end > 0 && ValueEnds.isQuote(view.at(end - 1));
        end -= quoted ? 1 : 0;
        int start = end;
        while (start > 0 && end - start <= Names.LONGEST && ValueEnds.isNameChar(view.at(start - 1))) {
            start--;
        }
        if (start == end) {
            return sign;
        }
        String name = view.read(start, end);
        NameRule place = quotedFrom(name, start, sign);
        NameRule field = rules.names().field(name);
        if (field != null) {
            return MaskRules.mayBePermissions(field, name) && permissions(sign, field)
                    ? sign
                    : field(sign, start, field);
        }
        if (place != null) {
            return placed(sign, place);
        }
        String canonical = Names.canonical(name);
        if (paired != null && Places.isValueOfPair(canonical)) {
            NameRule rule = paired;
            paired = null;
            return field(sign, start, rule);
        } else if (Places.isNameOfPair(canonical)) {
            return nameOfPair(sign);
        }
        NameRule parameter = view.at(sign) == '=' ? rules.names().parameter(name) : null;
        return parameter != null && isParameter(start, sign) ? parameter(sign, parameter) : sign;
    }

    /** An option of a command, {@code --account-key S}; returns the last character that was dealt with. */
    private int option(int start) {
        int end = ends.name(start);
        boolean listed = end < view.size() && ValueEnds.isQuote(view.at(end));
        int from = ends.blanks(listed ? end + 1 : end);
        if (listed && from < view.size() && view.at(from) == ',') {
            from = ends.blanks(from + 1);
        }
        if (from == end || from >= view.size()) {
            return start;
        }
        NameRule rule = rules.names().field(view.read(start, end));
        if (rule == null || rule.kind() == NameRule.Kind.CREDENTIALS) {
            return start;
        }
        boolean quote = ValueEnds.isQuote(view.at(from));
        if (listed && !quote || view.at(from) == '-' && view.at(from + 1) == '-') {
            return start;
        }
        return quote ? replace(from + 1, ends.quoted(from), rule) : replace(from, ends.argument(from), rule);
    }

    /** Remembers what a name beside a value says; returns the last character that was dealt with. */
    private int nameOfPair(int sign) {
        paired = null;
        int from = ends.blanks(sign + 1);
        if (from < view.size() && ValueEnds.isQuote(view.at(from))) {
            int to = ends.quoted(from, from + 2 * Names.LONGEST);
            paired = Places.rule(rules.names(), view.read(from + 1, to));
            return paired == null ? sign : to;
        }
        return sign;
    }

    /**
     * Masks what firewalls quote, {@code Matched Data: S found within REQUEST_COOKIES:sid}, once the sign is read behind
     * which the place's name stands.
     *
     * @return the rule of the place; null if nothing is quoted, or nothing secret
     */
    private @Nullable NameRule quotedFrom(String name, int start, int sign) {
        if (view.at(sign) != ':') {
            return null;
        }
        if (name.equalsIgnoreCase("data") && behind("matched", start) >= 0) {
            quoted = ends.blanks(sign + 1);
            quotedDone = done;
            quotedWritten = out.length();
            return null;
        }
        int to = quoted < 0 ? -1 : behind("found within", start);
        if (to < 0) {
            return null;
        }
        int from = quoted;
        quoted = -1;
        NameRule rule = Places.rule(rules.names(), view.read(start, ends.name(ends.blanks(sign + 1))));
        if (rule != null) {
            out.setLength(quotedWritten);
            done = quotedDone;
            while (to > from && view.at(to - 1) <= ' ') {
                to--;
            }
            replace(from, to, rule.opaque());
        }
        return rule;
    }

    /** Where words begin that stand right before a place; -1 if they do not. */
    private int behind(String words, int place) {
        int end = place;
        while (end > 0 && place - end < 4 && (ValueEnds.isBlank(view.at(end - 1)) || view.at(end - 1) == '[')) {
            end--;
        }
        int from = end - words.length();
        return from >= 0 && view.read(from, end).equalsIgnoreCase(words) ? from : -1;
    }

    /** What a firewall says behind a place is the whole of what it found there. */
    private int placed(int sign, NameRule rule) {
        int colon = ends.name(ends.blanks(sign + 1));
        boolean header = rules.names().field(view.read(sign + 1, colon)) != null;
        if (header || view.at(colon) != ':') {
            return sign;
        }
        int from = ends.blanks(colon + 1);
        return Math.max(sign, replace(from, ends.line(from), rule.opaque()));
    }

    private int field(int sign, int nameStart, NameRule rule) {
        int from = sign + 1;
        if (view.at(sign) == '>') {
            boolean element = view.at(nameStart - 1) == '<';
            return element ? replace(from, ends.before(from, '<'), rule) : sign;
        }
        from += view.at(sign) == '=' && view.at(from) == '>' ? 1 : 0;
        from = ends.blanks(from);
        if (from >= view.size()) {
            return sign;
        }
        char first = view.at(from);
        if (ValueEnds.isQuote(first)) {
            return replace(from + 1, ends.quoted(from), rule);
        } else if (first == '[' || first == '{') {
            return replace(from + 1, ends.bracketed(from), rule);
        }
        return replace(from, plainEnd(sign, nameStart, from, rule), rule);
    }

    /** Whether an object or a list of objects begins behind a sign; what it holds is secret only where it says so. */
    private boolean permissions(int sign, NameRule rule) {
        int from = ends.blanks(sign + 1);
        from = view.at(from) == '[' ? ends.blanks(from + 1) : from;
        int first = ends.blanks(from + 1);
        if (view.at(from) != '{' || first >= view.size() || !ValueEnds.isQuote(view.at(first))) {
            return false;
        }
        inPermissions = rule;
        permissionsEnd = first + PERMISSIONS;
        return true;
    }

    /** Credentials in quotes, in an object that is none; returns the last character that was dealt with. */
    private int credentials(int quote, NameRule rule) {
        if (quote > permissionsEnd) {
            inPermissions = null;
            return quote;
        }
        String head = view.read(quote + 1, Math.min(view.size(), quote + 33));
        return Values.isHeader(head) ? replace(quote + 1, ends.quoted(quote), rule) : quote;
    }

    /** Where a value without quotes ends. */
    private int plainEnd(int sign, int nameStart, int from, NameRule rule) {
        boolean parameter =
                view.at(sign) == '=' && (rule.kind() == NameRule.Kind.OPAQUE || isParameter(nameStart, sign));
        if (parameter) {
            return ends.parameter(sign);
        }
        boolean ownLine = nameStart == 0 || view.at(nameStart - 1) == '\n' || view.at(nameStart - 1) == '\r';
        if (rule.kind() == NameRule.Kind.CREDENTIALS && (!ownLine || view.at(sign) != ':')) {
            int end = ends.token(from);
            if (end > from) {
                return end;
            }
        }
        return ends.line(from);
    }

    /** Whether a name is that of a parameter, by what stands before it. */
    private boolean isParameter(int start, int sign) {
        if (start == 0) {
            return isQuery();
        }
        char before = view.at(start - 1);
        return before == '?'
                || before == '&'
                || before == ';'
                || before == '#'
                || before == '='
                || ValueEnds.isQuote(before)
                || (view.percents(sign) > 0 && !Character.isLetterOrDigit(before));
    }

    /** Whether the whole text may be the query of a URL: those have no blanks. */
    private boolean isQuery() {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ') {
                return false;
            }
        }
        return true;
    }

    private int parameter(int sign, NameRule rule) {
        return replace(sign + 1, ends.parameter(sign), rule);
    }

    /** A password before the host of a URL; returns the last character that was dealt with. */
    private int password(int from) {
        int colon = -1;
        int at = -1;
        for (int i = from; i < view.size() && i - from < LONGEST_AUTHORITY; i++) {
            char c = view.at(i);
            if (c <= ' ' || "/?#<>\"'".indexOf(c) >= 0) {
                break;
            } else if (c == ':' && colon < 0) {
                colon = i;
            } else if (c == '@') {
                at = i;
            }
        }
        NameRule rule = new NameRule("password", false, NameRule.Kind.OPAQUE, MaskAs.MASK);
        return colon > 0 && at > colon + 1 && rules.masksPasswords() ? replace(colon + 1, at, rule) : from - 1;
    }

    /** Replaces what stands between two places; returns the last character that was dealt with. */
    private int replace(int from, int to, NameRule rule) {
        if (to <= from) {
            return from - 1;
        }
        String secret = view.written(from, to);
        @Nullable String left = rules.values().mask(rule, secret, found);
        if (!secret.equals(left)) {
            out.append(text, done, view.start(from)).append(left == null ? "" : left);
            done = view.start(to);
        }
        return to - 1;
    }
}
