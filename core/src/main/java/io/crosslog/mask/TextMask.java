package io.crosslog.mask;

/**
 * Looks through plain text for secrets: lines of headers, {@code name=value} and {@code "name": "value"} at any depth of
 * escaping, a name beside a value, elements of XML, options of commands, parameters and passwords in URLs, and what firewalls
 * quote. Each character is looked at a bounded number of times. Confined to one thread; to be used once.
 */
final class TextMask {

    private static final NameRule PASSWORD = new NameRule("password", false, NameRule.Kind.OPAQUE, MaskAs.MASK);

    private final MaskRules rules;
    private final TextView view;
    private final ValueEnds ends;
    private final Rewrite out;
    private final Parameters parameters;
    private final TextPair pair;
    private final Elements elements;
    private final Quotations quotations;
    private final Permissions permissions;

    TextMask(MaskRules rules, String text, Found found) {
        this.rules = rules;
        this.view = new TextView(text);
        this.ends = new ValueEnds(view);
        this.out = new Rewrite(text, view, rules.values(), found);
        this.parameters = new Parameters(view, ends);
        this.pair = new TextPair(rules.names(), view, ends, out);
        this.elements = new Elements(rules.names(), view, ends, pair, out);
        this.quotations = new Quotations(rules.names(), view, ends, out);
        this.permissions = new Permissions(view, ends, out);
    }

    /** The text without secrets; the same one if there are none. */
    String mask() {
        for (int i = 0; i < view.size(); i++) {
            i = Math.max(i, sign(i));
        }
        return out.text();
    }

    /** A character may be a sign that says what stands beside it; returns the last character that was dealt with. */
    private int sign(int i) {
        return switch (view.at(i)) {
            case ':' -> view.at(i + 1) == '/' && view.at(i + 2) == '/' ? password(i + 3) : announced(i);
            case '=' -> announced(i);
            case '<' -> elements.begin(i);
            case '>' -> elements.end(i);
            case ',' -> tuple(i);
            case '-' -> ValueEnds.isNameChar(view.at(i - 1)) ? i : option(i);
            case '"', '\'', '`' -> permissions.quote(i);
            case '{' -> {
                pair.object(i);
                yield i;
            }
            default -> i;
        };
    }

    /** What stands before a sign may announce a secret; returns the last character that was dealt with. */
    private int announced(int sign) {
        int end = sign;
        while (end > 0 && sign - end < 8 && ValueEnds.isBlank(view.at(end - 1))) {
            end--;
        }
        int behind = end;
        while (end > 0 && behind - end < 16 && (ValueEnds.isQuote(view.at(end - 1)) || view.at(end - 1) == ']')) {
            end--;
        }
        int width = ValueEnds.isQuote(view.at(end)) ? ends.quotes(end) : 0;
        int start = end;
        while (start > 0 && end - start <= Names.LONGEST && ValueEnds.isNameChar(view.at(start - 1))) {
            start--;
        }
        if (start == end) {
            return sign;
        }
        String name = view.read(start, end);
        NameRule place = quotations.place(name, start, sign);
        // A host in a URL has dots and a colon behind it too, but neither quotes nor an equals sign.
        NameRule field = view.at(start - 1) == '.' && (behind > end || view.at(sign) == '=')
                ? rules.names().member(view.read(flattened(start), end))
                : rules.names().field(name);
        if (field != null) {
            return MaskRules.mayBePermissions(field, name) && permissions.begin(sign, field)
                    ? sign
                    : field(sign, start, width, field);
        }
        if (place != null) {
            return quotations.behindPlace(sign, place);
        }
        String canonical = Names.canonical(name);
        NameRule value = Places.isValueOfPair(canonical) ? pair.value(start) : null;
        if (value != null) {
            pair.used();
        } else if (Places.isOfCredentials(canonical)) {
            value = permissions.member(start);
        }
        if (value != null) {
            return field(sign, start, width, value);
        } else if (Places.isNameOfPair(canonical)) {
            return pair.name(sign, width);
        }
        NameRule parameter = view.at(sign) == '=' ? rules.names().parameter(name) : null;
        return parameter != null && parameters.is(start, sign)
                ? out.replace(sign + 1, ends.parameter(sign), parameter)
                : sign;
    }

    /** Where a name begins that has dots in it. */
    private int flattened(int lastPart) {
        int start = lastPart;
        while (start > 0
                && lastPart - start <= Names.LONGEST
                && (ValueEnds.isNameChar(view.at(start - 1)) || view.at(start - 1) == '.')) {
            start--;
        }
        return start;
    }

    /** An option of a command, {@code --account-key S}; returns the last character that was dealt with. */
    private int option(int start) {
        int end = ends.name(start);
        boolean listed = end < view.size() && ValueEnds.isQuote(view.at(end));
        int width = listed ? ends.quotes(end) : 0;
        int from = ends.blanks(end + width);
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
        return quote ? quoted(from, width, rule) : out.replace(from, ends.argument(from), rule);
    }

    /** A name and a value in a list, {@code ('X-Api-Key', 'S')}; returns the last character that was dealt with. */
    private int tuple(int comma) {
        int end = comma;
        while (end > 0 && comma - end < 16 && ValueEnds.isQuote(view.at(end - 1))) {
            end--;
        }
        int from = ends.blanks(comma + 1);
        if (end == comma || !ValueEnds.isQuote(view.at(from))) {
            return comma;
        }
        int start = end;
        while (start > 0 && end - start <= Names.LONGEST && ValueEnds.isNameChar(view.at(start - 1))) {
            start--;
        }
        int width = ends.quotes(end);
        char before = view.at(start - width - 1);
        NameRule rule = before == '(' || before == '[' ? rules.names().field(view.read(start, end)) : null;
        return rule == null ? comma : quoted(from, width, rule);
    }

    private int field(int sign, int nameStart, int width, NameRule rule) {
        int from = sign + 1;
        from += view.at(sign) == '=' && view.at(from) == '>' ? 1 : 0;
        from = ends.blanks(from);
        if (from >= view.size()) {
            return sign;
        }
        char first = view.at(from);
        if (ValueEnds.isQuote(first)) {
            return quoted(from, width, rule);
        } else if (first == '[' || first == '{') {
            return out.replace(from + 1, ends.bracketed(from), rule);
        }
        return out.replace(from, plainEnd(sign, nameStart, from, rule), rule);
    }

    private int quoted(int from, int around, NameRule rule) {
        int width = ends.opening(from, around);
        return width == 0
                ? from + ends.quotes(from) - 1
                : out.replace(from + width, ends.quoted(from, width, view.size()), rule);
    }

    /** Where a value without quotes ends. */
    private int plainEnd(int sign, int nameStart, int from, NameRule rule) {
        boolean parameter =
                view.at(sign) == '=' && (rule.kind() == NameRule.Kind.OPAQUE || parameters.begins(nameStart, sign));
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

    /**
     * A password before the host of a URL; returns the last character that was dealt with. The slashes of the next URL end the
     * search, unless they are escaped more often.
     */
    private int password(int from) {
        int colon = -1;
        int at = -1;
        int depth = view.percents(from - 1);
        for (int i = from; i < view.size(); i++) {
            char c = view.percents(i) > depth ? 'x' : view.at(i);
            if (c <= ' ' || "/?#<>\"'".indexOf(c) >= 0) {
                break;
            } else if (c == ':' && colon < 0) {
                colon = i;
            } else if (c == '@') {
                at = i;
            }
        }
        boolean masked = colon > 0 && at > colon + 1 && rules.masksPasswords();
        return masked ? out.replace(colon + 1, at, PASSWORD) : from - 1;
    }
}
