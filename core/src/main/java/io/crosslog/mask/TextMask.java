package io.crosslog.mask;

import org.jspecify.annotations.Nullable;

/**
 * Looks through plain text for secrets: lines of headers, {@code name=value} and {@code "name": "value"} at any depth of
 * escaping, parameters and passwords in URLs. Each character is looked at a bounded number of times. Confined to one
 * thread; to be used once.
 */
final class TextMask {

    private static final int LONGEST_AUTHORITY = 1_024;

    private final MaskRules rules;
    private final String text;
    private final Found found;
    private final TextView view;
    private final StringBuilder out = new StringBuilder();
    private int done;

    TextMask(MaskRules rules, String text, Found found) {
        this.rules = rules;
        this.text = text;
        this.found = found;
        this.view = new TextView(text);
    }

    /** The text without secrets; the same one if there are none. */
    String mask() {
        for (int i = 0; i < view.size(); i++) {
            char c = view.at(i);
            if (c == ':' && view.at(i + 1) == '/' && view.at(i + 2) == '/') {
                i = password(i + 3);
            } else if (c == '=' || c == ':' || c == '>') {
                i = Math.max(i, announced(i));
            }
        }
        return done == 0 ? text : out.append(text, done, text.length()).toString();
    }

    /** What stands before a sign may announce a secret; returns the last character that was dealt with. */
    private int announced(int sign) {
        int end = sign;
        while (end > 0 && sign - end < 8 && isBlank(view.at(end - 1))) {
            end--;
        }
        boolean quoted = end > 0 && isQuote(view.at(end - 1));
        end -= quoted ? 1 : 0;
        int start = end;
        while (start > 0 && end - start <= Names.LONGEST && isNameChar(view.at(start - 1))) {
            start--;
        }
        if (start == end) {
            return sign;
        }
        String name = view.read(start, end);
        NameRule field = rules.names().field(name);
        if (field != null) {
            return field(sign, start, field);
        }
        NameRule parameter = view.at(sign) == '=' ? rules.names().parameter(name) : null;
        return parameter != null && isParameter(start, sign) ? parameter(sign, parameter) : sign;
    }

    private int field(int sign, int nameStart, NameRule rule) {
        int from = sign + 1;
        if (view.at(sign) == '>') {
            boolean element = view.at(nameStart - 1) == '<';
            return element ? replace(from, until(from, '<'), rule) : sign;
        }
        from += view.at(sign) == '=' && view.at(from) == '>' ? 1 : 0;
        while (from < view.size() && from - sign < 32 && isBlank(view.at(from))) {
            from++;
        }
        if (from >= view.size()) {
            return sign;
        }
        char first = view.at(from);
        if (isQuote(first)) {
            return replace(from + 1, closingQuote(from), rule);
        } else if (first == '[' || (first == '{' && rule.kind() != NameRule.Kind.CREDENTIALS)) {
            return replace(from + 1, closing(from), rule);
        } else if (first == '{') {
            return sign;
        }
        return replace(from, plainEnd(sign, nameStart, from, rule), rule);
    }

    /** Where a value without quotes ends. */
    private int plainEnd(int sign, int nameStart, int from, NameRule rule) {
        boolean parameter =
                view.at(sign) == '=' && (rule.kind() == NameRule.Kind.OPAQUE || isParameter(nameStart, sign));
        if (parameter) {
            return parameterEnd(sign);
        }
        boolean ownLine = nameStart == 0 || view.at(nameStart - 1) == '\n' || view.at(nameStart - 1) == '\r';
        if (rule.kind() == NameRule.Kind.CREDENTIALS && (!ownLine || view.at(sign) != ':')) {
            int end = tokenEnd(from);
            if (end > from) {
                return end;
            }
        }
        return lineEnd(from);
    }

    /** Where the one word behind a scheme ends, in a line that may go on with other things; else the beginning. */
    private int tokenEnd(int from) {
        String head = view.read(from, Math.min(view.size(), from + 32));
        int scheme = Values.schemeEnd(head);
        if (scheme == 0 || "digest".equalsIgnoreCase(head.substring(0, scheme))) {
            return from;
        }
        int end = from + scheme;
        while (end < view.size() && isBlank(view.at(end))) {
            end++;
        }
        while (end < view.size() && view.at(end) > ' ' && !isQuote(view.at(end)) && view.at(end) != ',') {
            end++;
        }
        return end < view.size() && view.at(end) == ',' ? from : end;
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
                || isQuote(before)
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
        return replace(sign + 1, parameterEnd(sign), rule);
    }

    /** The value ends where a sign that is escaped no more often than its equals sign ends it. */
    private int parameterEnd(int sign) {
        int depth = view.percents(sign);
        int end = sign + 1;
        while (end < view.size()) {
            char c = view.at(end);
            boolean ends = c <= ' ' || c == '&' || c == '#' || c == ';' || c == '<' || c == '>' || isQuote(c);
            if (ends && view.percents(end) <= depth) {
                break;
            }
            end++;
        }
        return end;
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

    private int closingQuote(int open) {
        char quote = view.at(open);
        for (int i = open + 1; i < view.size(); i++) {
            if (view.at(i) == quote && view.slashes(i) <= view.slashes(open)) {
                return i;
            }
        }
        return view.size();
    }

    private int closing(int open) {
        char opening = view.at(open);
        char closing = opening == '[' ? ']' : '}';
        int depth = 0;
        for (int i = open; i < view.size(); i++) {
            depth += view.at(i) == opening ? 1 : view.at(i) == closing ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return view.size();
    }

    private int until(int from, char sign) {
        int end = from;
        while (end < view.size() && view.at(end) != sign) {
            end++;
        }
        return end;
    }

    private int lineEnd(int from) {
        int end = from;
        while (end < view.size() && !isLineEnd(end)) {
            end++;
        }
        return end;
    }

    /** A break that is no fold; one written with a backslash may be part of a value unless a header follows it. */
    private boolean isLineEnd(int i) {
        char c = view.at(i);
        if (c != '\n' && c != '\r') {
            return false;
        }
        int next = i + 1;
        boolean pair = c == '\r' && view.at(next) == '\n' && next < view.size();
        next += pair ? 1 : 0;
        if (next < view.size() && (view.at(next) == ' ' || view.at(next) == '\t')) {
            return false;
        }
        return view.slashes(i) == 0 || pair || next >= view.size() || headerFollows(next);
    }

    private boolean headerFollows(int from) {
        int end = from;
        while (end - from < Names.LONGEST && isNameChar(view.at(end))) {
            end++;
        }
        return end > from && view.at(end) == ':';
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

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }

    private static boolean isNameChar(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }
}
