package io.crosslog.s3;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The identity of an object in 128 bits, the first of a SHA-256: no two objects share one in practice, even where somebody
 * who may name objects tries to hide one behind another.
 *
 * @param high the first 64 bits
 * @param low the next 64 bits
 */
record ObjectHash(long high, long low) {

    static ObjectHash of(ListedObject object) {
        MessageDigest digest = sha256();
        digest.update(object.key().getBytes(StandardCharsets.UTF_8));
        // No UTF-8 text holds this byte.
        digest.update((byte) 0xff);
        if (object.etag().isEmpty()) {
            digest.update(ByteBuffer.allocate(16)
                    .putLong(object.modified())
                    .putLong(object.size())
                    .flip());
        } else {
            digest.update(object.etag().getBytes(StandardCharsets.UTF_8));
        }
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
        return new ObjectHash(bytes.getLong(), bytes.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
