package io.crosslog.sls;

import io.crosslog.credentials.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/**
 * Signature version 1: HMAC-SHA1 over verb, MD5 of the body, content type, date, the service's headers and the path. It needs
 * no region; the host is not signed. Immutable and thread-safe.
 */
final class SignerV1 implements RequestSigner {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    @Override
    public void sign(
            SortedMap<String, String> headers,
            String authority,
            String path,
            byte[] body,
            Credentials credentials,
            Instant now) {
        String md5 = HexFormat.of().withUpperCase().formatHex(Digests.hash("MD5", body));
        headers.put("Content-MD5", md5);
        headers.put("Date", DATE.format(now));
        headers.put("x-log-signaturemethod", "hmac-sha1");
        credentials.token().ifPresent(token -> headers.put("x-acs-security-token", token.reveal()));
        StringBuilder text = new StringBuilder("POST\n")
                .append(md5)
                .append('\n')
                .append(headers.getOrDefault("Content-Type", ""))
                .append('\n')
                .append(headers.get("Date"))
                .append('\n');
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (Digests.isSigned(header.getKey())) {
                text.append(header.getKey())
                        .append(':')
                        .append(header.getValue())
                        .append('\n');
            }
        }
        byte[] key = credentials.secret().reveal().getBytes(StandardCharsets.UTF_8);
        byte[] signature = Digests.hmac("HmacSHA1", key, text.append(path).toString());
        headers.put(
                "Authorization",
                "LOG " + credentials.id() + ":" + Base64.getEncoder().encodeToString(signature));
    }
}
