package io.crosslog.mask;

import io.crosslog.credentials.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Makes keyed hashes of values. Safe for concurrent calls if the key's supplier is. */
final class Hasher {

    /** Below this a key can be found by trying. */
    private static final int SHORTEST_KEY = 16;

    private static final int BYTES = 16;
    private static final Pattern HASH = Pattern.compile("hmac:[0-9a-f]{32}");

    private final @Nullable Supplier<Secret> key;

    Hasher(@Nullable Supplier<Secret> key) {
        this.key = key;
    }

    /** Whether a text is a hash already: what is masked twice must not change again. */
    static boolean isHash(String text) {
        return text.length() == 37 && HASH.matcher(text).matches();
    }

    String hash(String value) {
        Secret secret = key == null ? null : key.get();
        byte[] bytes = secret == null ? new byte[0] : secret.reveal().getBytes(StandardCharsets.UTF_8);
        if (bytes.length < SHORTEST_KEY) {
            throw new IllegalStateException("the key of masks has " + bytes.length + " bytes but must have at least "
                    + SHORTEST_KEY + ": give Masking.Builder.key(...) a longer one");
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            byte[] full = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
            return "hmac:" + HexFormat.of().formatHex(full, 0, BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA-256, which masks need", e);
        }
    }
}
