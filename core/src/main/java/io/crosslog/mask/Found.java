package io.crosslog.mask;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The secrets that were masked in one event, to be removed where they stand once more without their name: in the raw text
 * of a record whose columns have no names, or in a copy. Confined to one thread.
 */
final class Found {

    /** Shorter texts stand in other places for other reasons. */
    private static final int SHORTEST = 8;

    private static final int MOST = 64;
    private static final Pattern NUMBER = Pattern.compile("[-+.0-9eE]+");

    private final Set<String> secrets = new LinkedHashSet<>();

    void add(String secret) {
        if (secret.length() >= SHORTEST && secrets.size() < MOST && !secret.contains(Values.STARS)) {
            secrets.add(secret);
        }
    }

    boolean isEmpty() {
        return secrets.isEmpty();
    }

    /** The text without the secrets, whether they stand in it as they are or escaped in any way that texts are. */
    String removeFrom(String text) {
        String clean = text;
        for (String secret : secrets) {
            if (NUMBER.matcher(secret).matches() && clean.contains(secret) && TextView.looksLikeJson(clean)) {
                clean = withoutNumber(clean, secret);
            }
            clean = clean.replace(secret, Values.STARS);
        }
        return isEscaped(clean) ? withoutEscaped(clean) : clean;
    }

    private static boolean isEscaped(String text) {
        return text.indexOf('\\') >= 0 || text.indexOf('%') >= 0 || text.indexOf('&') >= 0;
    }

    /** Compares what is read when all escapes are undone. */
    private String withoutEscaped(String text) {
        TextView view = new TextView(text);
        String read = view.read(0, view.size());
        NavigableMap<Integer, Integer> spans = new TreeMap<>();
        for (String secret : secrets) {
            TextView secretView = new TextView(secret);
            String plain = secretView.read(0, secretView.size());
            if (plain.length() < SHORTEST) {
                continue;
            }
            for (int at = read.indexOf(plain); at >= 0; at = read.indexOf(plain, at + plain.length())) {
                spans.merge(at, at + plain.length(), Math::max);
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
    private static String withoutNumber(String json, String secret) {
        StringBuilder clean = new StringBuilder(json.length());
        boolean quoted = false;
        int done = 0;
        int at = json.indexOf(secret);
        for (int i = 0; i < json.length() && at >= 0; i++) {
            char c = json.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted) {
                i += c == '\\' ? 1 : 0;
            } else if (isOfNumber(c)) {
                int end = i + 1;
                while (end < json.length() && isOfNumber(json.charAt(end))) {
                    end++;
                }
                at = at < i ? json.indexOf(secret, i) : at;
                if (at >= 0 && at + secret.length() <= end) {
                    clean.append(json, done, i).append('"').append(Values.STARS).append('"');
                    done = end;
                }
                i = end - 1;
            }
        }
        return clean.append(json, done, json.length()).toString();
    }

    private static boolean isOfNumber(char c) {
        return c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    }
}
