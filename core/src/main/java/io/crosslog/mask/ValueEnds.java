package io.crosslog.mask;

/** Tells where values end that begin in plain text, by what stands around them. Confined to one thread. */
final class ValueEnds {

    private static final int MOST_BLANKS = 32;

    private final TextView view;

    ValueEnds(TextView view) {
        this.view = view;
    }

    /** The value ends where a sign that is escaped no more often than its equals sign ends it. */
    int parameter(int sign) {
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

    /** Where the quote is that closes one, or the end. */
    int quoted(int open) {
        return quoted(open, view.size());
    }

    /** Where the quote is that closes one, looked for up to some place; that place if it is not there. */
    int quoted(int open, int until) {
        char quote = view.at(open);
        int last = Math.min(until, view.size());
        for (int i = open + 1; i < last; i++) {
            if (view.at(i) == quote && view.slashes(i) <= view.slashes(open)) {
                return i;
            }
        }
        return last;
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

    int before(int from, char sign) {
        int end = from;
        while (end < view.size() && view.at(end) != sign) {
            end++;
        }
        return end;
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
