package io.crosslog.mask;

/**
 * A secret as it is looked for in other texts. Searching costs time linear in the length of the text, whatever the secret is:
 * what is masked was written by others, who may have made it so that a plain search begins anew at every character. Confined to
 * one thread.
 */
final class Echo {

    /** Shorter ones are looked for plainly: to begin anew costs them little. */
    private static final int LONG = 64;

    private final String written;
    private final String plain;
    private final boolean number;
    private int[] writtenBorders = {};
    private int[] plainBorders = {};

    Echo(String written) {
        this.written = written;
        TextView view = new TextView(written);
        this.plain = view.read(0, view.size());
        this.number = written.chars().allMatch(c -> isOfNumber((char) c));
    }

    /** The secret when its escapes are undone, which makes no text longer. */
    String plain() {
        return plain;
    }

    /** How long the secret is as it was masked. */
    int length() {
        return written.length();
    }

    boolean isNumber() {
        return number;
    }

    /** Whether a text is too short to hold it, however it is written there. */
    boolean isLongerThan(String text) {
        return plain.length() > text.length();
    }

    /** Where the secret stands in a text as it was masked, from some place on; -1 if it does not. */
    int in(String text, int from) {
        if (written.length() <= LONG || writtenBorders.length == 0 && text.length() - from < written.length()) {
            return text.indexOf(written, from);
        }
        writtenBorders = writtenBorders.length == 0 ? borders(written) : writtenBorders;
        return find(text, from, written, writtenBorders);
    }

    /** Where the secret without escapes stands in a text without escapes, from some place on; -1 if it does not. */
    int plainIn(String read, int from) {
        if (plain.length() <= LONG || plainBorders.length == 0 && read.length() - from < plain.length()) {
            return read.indexOf(plain, from);
        }
        plainBorders = plainBorders.length == 0 ? borders(plain) : plainBorders;
        return find(read, from, plain, plainBorders);
    }

    static boolean isOfNumber(char c) {
        return c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    }

    /** The search of Knuth, Morris and Pratt, which looks at no character of the text twice. */
    private static int find(String text, int from, String word, int[] borders) {
        int same = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            while (same > 0 && word.charAt(same) != c) {
                same = borders[same - 1];
            }
            same += word.charAt(same) == c ? 1 : 0;
            if (same == word.length()) {
                return i - same + 1;
            }
        }
        return -1;
    }

    /** For each of a word's beginnings, how long the longest shorter beginning is that it ends with. */
    private static int[] borders(String word) {
        int[] borders = new int[word.length()];
        int same = 0;
        for (int i = 1; i < word.length(); i++) {
            char c = word.charAt(i);
            while (same > 0 && word.charAt(same) != c) {
                same = borders[same - 1];
            }
            same += word.charAt(same) == c ? 1 : 0;
            borders[i] = same;
        }
        return borders;
    }
}
