package io.crosslog.s3;

/** The order in which stores list keys: that of their UTF-8 bytes, which is that of code points. */
final class KeyOrder {

    private KeyOrder() {}

    static int compare(String a, String b) {
        int end = Math.min(a.length(), b.length());
        for (int i = 0; i < end; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return rank(x) - rank(y);
            }
        }
        return a.length() - b.length();
    }

    /** Surrogates stand for what follows all other characters, though they are not the last code units. */
    private static int rank(char c) {
        return Character.isSurrogate(c) ? c + 0x10000 : c;
    }
}
