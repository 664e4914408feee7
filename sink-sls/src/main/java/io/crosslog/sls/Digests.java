package io.crosslog.sls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What both signatures are made of. */
final class Digests {

    private Digests() {}

    static byte[] hash(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no " + algorithm + ", which a signature of SLS needs", e);
        }
    }

    static byte[] hmac(String algorithm, byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no " + algorithm + ", which a signature of SLS needs", e);
        }
    }

    /** Whether a header is one of the service's own, all of which are signed. */
    static boolean isSigned(String header) {
        return header.regionMatches(true, 0, "x-log-", 0, 6) || header.regionMatches(true, 0, "x-acs-", 0, 6);
    }
}
