package io.crosslog.mask;

/** Tells where values end that begin in plain text, by what stands around them. Confined to one thread. */
final class ValueEnds {

    private static final int MOST_BLANKS = 32;
    private static final int MOST_QUOTES = 16;

    private final TextView view;

    ValueEnds(TextView view) {
        this.view = view;
    }

    /** The value ends where a sign that is escaped no more often than its equals sign ends it. */
    int parameter(int sign) {
        return parameter(sign, view.size());
    }

    /** The same, looked for up to some place; that place if it does not end before. */
    int parameter(int sign, int until) {
        int depth = view.percents(sign);
        int last = Math.min(until, view.size());
        int end = sign + 1;
        while (end < last) {
            char c = view.at(end);
            boolean ends = c <= ' ' || c == '&' || c == '#' || c == ';' || c == '<' || c == '>' || isQuote(c);
            if (ends && view.percents(end) <= depth) {
                break;
            }
            end++;
        }
        return end;
    }

    /** Where the one word behind a scheme ends, in a line that may go on with other things; else the beginning. */
    int token(int from) {
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

    /** How many quotes of the same kind stand here, none of them escaped more often than the first. */
    int quotes(int from) {
        int end = from + 1;
        while (end < view.size()
                && end - from < MOST_QUOTES
                && view.at(end) == view.at(from)
                && view.slashes(end) <= view.slashes(from)) {
            end++;
        }
        return end - from;
    }

    /**
     * How many quotes open what begins here: as many as are around its name, where CSV doubles them, or else as what follows
     * says.
     *
     * @param from where the first quote is
     * @param around how many quotes are around its name
     * @return 0 if as many close it again at once
     */
    int opening(int from, int around) {
        int quotes = quotes(from);
        int next = from + quotes;
        int width = around > 1 && quotes >= around
                ? around
                : quotes > 1 && (quotes % 2 == 1 || !isDelimiter(next)) ? quotes : 1;
        return quotes >= 2 * width ? 0 : width;
    }

    /** Where the quotes are that close others, looked for up to some place; that place if they are not there. */
    int quoted(int open, int width, int until) {
        char quote = view.at(open);
        int last = Math.min(until, view.size());
        for (int i = open + width; i < last; i++) {
            if (view.at(i) != quote) {
                continue;
            }
            if (view.slashes(i) > view.slashes(open)) {
                i += width - 1;
            } else if (width % 2 == 0 || quotes(i) >= width) {
                return i;
            }
        }
        return last;
    }

    private boolean isDelimiter(int at) {
        char c = view.at(at);
        return c <= ' ' || ",;&|>}])".indexOf(c) >= 0 || c == '/' && view.at(at + 1) == '>';
    }

    /** Where a word ends that begins here. */
    int word(int from, int until) {
        int last = Math.min(until, view.size());
        int end = from;
        while (end < last && view.at(end) > ' ' && ",;&<>(){}[]".indexOf(view.at(end)) < 0 && !isQuote(view.at(end))) {
            end++;
        }
        return end;
    }

    /** Where the content of a part of a form begins, if no other line is before it; -1 if none does. */
    int part(int from) {
        int first = lineBreak(from);
        int second = lineBreak(first);
        return second > first && first > from ? second : -1;
    }

    /** Where the content of a part of a form ends. */
    int partEnd(int from) {
        int end = from;
        while (end < view.size() && (lineBreak(end) == end || !view.startsWith("--", lineBreak(end)))) {
            end++;
        }
        return end;
    }

    private int lineBreak(int from) {
        int end = view.at(from) == '\r' ? from + 1 : from;
        return end < view.size() && view.at(end) == '\n' ? end + 1 : from;
    }

    /** The argument of a command ends with a blank; in lists of them and in connection strings earlier. */
    int argument(int from) {
        int end = from;
        while (end < view.size() && view.at(end) > ' ' && view.at(end) != ';' && !isQuote(view.at(end))) {
            end++;
        }
        return end;
    }

    /** Where a name ends that begins here; the beginning if none does. */
    int name(int from) {
        int end = from;
        while (end < view.size() && end - from <= Names.LONGEST && isNameChar(view.at(end))) {
            end++;
        }
        return end;
    }

    /** The first place from some place on where no blank stands. */
    int blanks(int from) {
        int end = from;
        while (end < view.size() && end - from < MOST_BLANKS && isBlank(view.at(end))) {
            end++;
        }
        return end;
    }

    int bracketed(int open) {
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

    /** Where a tag begins that is escaped no more often than the end of another, looked for up to some place. */
    int content(int tagEnd, int until) {
        int last = Math.min(until, view.size());
        int end = tagEnd + 1;
        while (end < last && (view.at(end) != '<' || view.slashes(end) > view.slashes(tagEnd))) {
            end++;
        }
        return end;
    }

    /** Whether nothing stands between two places. */
    boolean isBlank(int from, int to) {
        int at = from;
        while (at < to && view.at(at) <= ' ') {
            at++;
        }
        return at >= to;
    }

    int line(int from) {
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
        int end = name(from);
        return end > from && view.at(end) == ':';
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }

    static boolean isNameChar(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }
}
