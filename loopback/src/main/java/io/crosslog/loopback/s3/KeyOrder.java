package io.crosslog.loopback.s3;

import java.util.Comparator;

/** The order of listings: by the bytes of the keys' UTF-8, which for surrogates is not that of Java's strings. */
final class KeyOrder implements Comparator<String> {

    @Override
    public int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char left = a.charAt(i);
            char right = b.charAt(i);
            if (left != right) {
                boolean leftPair = Character.isSurrogate(left);
                return leftPair == Character.isSurrogate(right) ? Character.compare(left, right) : leftPair ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
