package io.crosslog.sls;

import io.crosslog.credentials.Credentials;
import java.time.Instant;
import java.util.SortedMap;

/** Signs a POST without a query. Safe for concurrent calls. */
interface RequestSigner {

    /**
     * Adds what the signature needs and the signature itself.
     *
     * @param headers what the request has so far, by name, ordered without regard to case; without Host
     * @param body the body as it is sent
     */
    void sign(
            SortedMap<String, String> headers,
            String authority,
            String path,
            byte[] body,
            Credentials credentials,
            Instant now);
}
