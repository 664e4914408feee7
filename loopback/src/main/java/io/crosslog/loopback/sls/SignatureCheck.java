package io.crosslog.loopback.sls;

import org.jspecify.annotations.Nullable;

/** One way to sign a request, bound to one request. Confined to one thread. */
interface SignatureCheck {
    /** {@code V1} or {@code V4}. */
    String version();

    /** Who says to have signed. */
    String accessKeyId();

    /** The signed time as sent, or null when there is none. */
    @Nullable String date();

    /** Computes the signature anew and compares. */
    void check(String secret, byte[] body) throws Refusal;
}
