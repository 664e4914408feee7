package io.crosslog.loopback.sls;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks {@code Authorization: LOG <id>:<signature>}: an HMAC-SHA1 over verb, Content-MD5, Content-Type, date, the
 * {@code x-log-*} and {@code x-acs-*} headers and the path with its query, which the service documents as
 * "request signature". Confined to one thread.
 */
final class SignatureV1 implements SignatureCheck {
    static final String PREFIX = "LOG ";

    private final HttpHead head;
    private final String accessKeyId;
    private final String signature;

    SignatureV1(HttpHead head, String authorization) throws Refusal {
        int colon = authorization.indexOf(':');
        if (colon <= PREFIX.length()) {
            throw new Refusal(400, "MissAccessKeyId", "x-log-accesskeyid does not exist in header.");
        }
        this.head = head;
        this.accessKeyId = authorization.substring(PREFIX.length(), colon).strip();
        this.signature = authorization.substring(colon + 1).strip();
        String method = head.header("x-log-signaturemethod");
        if (method == null) {
            throw new Refusal(400, "MissingSignatureMethod", "x-log-signaturemethod does not exist in http header.");
        }
        if (!method.equals("hmac-sha1")) {
            throw new Refusal(400, "InvalidSignatureMethod", "signature method " + method + " is unsupported.");
        }
    }

    @Override
    public String version() {
        return "V1";
    }

    @Override
    public String accessKeyId() {
        return accessKeyId;
    }

    @Override
    public @Nullable String date() {
        String date = head.header("x-log-date");
        return date != null ? date : head.header("Date");
    }

    @Override
    public void check(String secret, byte[] body) throws Refusal {
        String md5 = head.headers().getOrDefault("Content-MD5", "");
        String real = HexFormat.of().withUpperCase().formatHex(Hashes.digest("MD5", body));
        if (body.length > 0 && !real.equals(md5)) {
            throw new Refusal(401, "SignatureNotMatch", "Content-MD5 " + md5 + " is not the body's, which is " + real);
        }
        String expected = sign(secret, md5, String.valueOf(date()));
        if (!Hashes.same(expected, signature)) {
            throw new Refusal(401, "SignatureNotMatch", "Signature " + signature + " is not matched.");
        }
    }

    private String sign(String secret, String md5, String date) throws Refusal {
        StringBuilder text = new StringBuilder(512)
                .append(head.method())
                .append('\n')
                .append(md5)
                .append('\n')
                .append(head.headers().getOrDefault("Content-Type", ""))
                .append('\n')
                .append(date)
                .append('\n');
        for (Map.Entry<String, String> header : serviceHeaders(head).entrySet()) {
            text.append(header.getKey()).append(':').append(header.getValue()).append('\n');
        }
        text.append(head.path());
        char separator = '?';
        for (Map.Entry<String, String> parameter : Query.parse(head.query()).entrySet()) {
            text.append(separator).append(parameter.getKey()).append('=').append(parameter.getValue());
            separator = '&';
        }
        byte[] key = secret.getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(Hashes.hmac("HmacSHA1", key, text.toString()));
    }

    /** The service's own headers by lower-case name, which both signatures cover. */
    static SortedMap<String, String> serviceHeaders(HttpHead head) {
        SortedMap<String, String> headers = new TreeMap<>();
        head.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-log-") || lower.startsWith("x-acs-")) {
                headers.put(lower, value);
            }
        });
        return headers;
    }
}
