package io.crosslog.mask;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The secrets that were masked in one event, to be removed where they stand once more without their name: in the raw text
 * of a record whose columns have no names, or in a copy. Confined to one thread.
 */
final class Found {

    /** Shorter texts stand in other places for other reasons. */
    private static final int SHORTEST = 8;

    private static final int MOST = 64;

    private final Map<String, Echo> secrets = new LinkedHashMap<>();

    void add(String secret) {
        if (secret.length() >= SHORTEST && secrets.size() < MOST && !secret.contains(Values.STARS)) {
            secrets.computeIfAbsent(secret, Echo::new);
        }
    }

    boolean isEmpty() {
        return secrets.isEmpty();
    }

    /** The text without the secrets, whether they stand in it as they are or escaped in any way that texts are. */
    String removeFrom(String text) {
        String clean = text;
        boolean mayHold = false;
        for (Echo secret : secrets.values()) {
            if (!secret.isLongerThan(clean)) {
                mayHold = true;
                clean = without(secret, clean);
            }
        }
        return mayHold && isEscaped(clean) ? withoutEscaped(clean) : clean;
    }

    private static String without(Echo secret, String text) {
        int at = secret.in(text, 0);
        if (at < 0) {
            return text;
        }
        if (secret.isNumber() && TextView.looksLikeJson(text)) {
            String json = withoutNumber(text, secret, at);
            int left = secret.in(json, 0);
            return left < 0 ? json : replaced(json, secret, left);
        }
        return replaced(text, secret, at);
    }

    private static String replaced(String text, Echo secret, int first) {
        StringBuilder clean = new StringBuilder(text.length());
        int done = 0;
        for (int at = first; at >= 0; at = secret.in(text, done)) {
            clean.append(text, done, at).append(Values.STARS);
            done = at + secret.length();
        }
        return clean.append(text, done, text.length()).toString();
    }

    private static boolean isEscaped(String text) {
        return text.indexOf('\\') >= 0 || text.indexOf('%') >= 0 || text.indexOf('&') >= 0;
    }

    /** Compares what is read when all escapes are undone. */
    private String withoutEscaped(String text) {
        TextView view = new TextView(text);
        String read = view.read(0, view.size());
        NavigableMap<Integer, Integer> spans = new TreeMap<>();
        for (Echo secret : secrets.values()) {
            int length = secret.plain().length();
            if (length < SHORTEST || length > read.length()) {
                continue;
            }
            for (int at = secret.plainIn(read, 0); at >= 0; at = secret.plainIn(read, at + length)) {
                spans.merge(at, at + length, Math::max);
            }
        }
        StringBuilder clean = new StringBuilder(text.length());
        int done = 0;
        for (Map.Entry<Integer, Integer> span : spans.entrySet()) {
            int from = view.start(span.getKey());
            if (from >= done) {
                clean.append(text, done, from).append(Values.STARS);
            }
            done = Math.max(done, view.start(span.getValue()));
        }
        return clean.append(text, done, text.length()).toString();
    }

    /** A number that is no text in JSON becomes one, so that it stays JSON. */
    private static String withoutNumber(String json, Echo secret, int first) {
        StringBuilder clean = new StringBuilder(json.length());
        boolean quoted = false;
        int done = 0;
        int at = first;
        for (int i = 0; i < json.length() && at >= 0; i++) {
            char c = json.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted) {
                i += c == '\\' ? 1 : 0;
            } else if (Echo.isOfNumber(c)) {
                int end = i + 1;
                while (end < json.length() && Echo.isOfNumber(json.charAt(end))) {
                    end++;
                }
                at = at < i ? secret.in(json, i) : at;
                if (at >= 0 && at + secret.length() <= end) {
                    clean.append(json, done, i).append('"').append(Values.STARS).append('"');
                    done = end;
                }
                i = end - 1;
            }
        }
        return clean.append(json, done, json.length()).toString();
    }
}
