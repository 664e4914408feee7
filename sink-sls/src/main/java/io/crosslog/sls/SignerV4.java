package io.crosslog.sls;

import io.crosslog.credentials.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Signature version 4: HMAC-SHA256 with a key made for day and region, over path, host, the service's headers and the SHA-256
 * of the body. Immutable and thread-safe.
 */
final class SignerV4 implements RequestSigner {

    private static final String ALGORITHM = "SLS4-HMAC-SHA256";
    private static final String TERMINATOR = "aliyun_v4_request";
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String region;

    SignerV4(String region) {
        this.region = region;
    }

    @Override
    public void sign(
            SortedMap<String, String> headers,
            String authority,
            String path,
            byte[] body,
            Credentials credentials,
            Instant now) {
        String date = DATE.format(now);
        String hash = HexFormat.of().formatHex(Digests.hash("SHA-256", body));
        headers.put("x-log-date", date);
        headers.put("x-log-content-sha256", hash);
        credentials.token().ifPresent(token -> headers.put("x-acs-security-token", token.reveal()));
        String day = date.substring(0, 8);
        String scope = day + "/" + region + "/sls/" + TERMINATOR;
        byte[] request = canonicalRequest(headers, authority, path, hash).getBytes(StandardCharsets.UTF_8);
        String text = ALGORITHM + "\n" + date + "\n" + scope + "\n"
                + HexFormat.of().formatHex(Digests.hash("SHA-256", request));
        byte[] key = ("aliyun_v4" + credentials.secret().reveal()).getBytes(StandardCharsets.UTF_8);
        for (String step : new String[] {day, region, "sls", TERMINATOR}) {
            key = Digests.hmac("HmacSHA256", key, step);
        }
        String signature = HexFormat.of().formatHex(Digests.hmac("HmacSHA256", key, text));
        headers.put(
                "Authorization",
                ALGORITHM + " Credential=" + credentials.id() + "/" + scope + ",Signature=" + signature);
    }

    private static String canonicalRequest(
            SortedMap<String, String> headers, String authority, String path, String hash) {
        TreeMap<String, String> signed = new TreeMap<>();
        signed.put("host", authority);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.equals("content-type") || Digests.isSigned(name)) {
                signed.put(name, header.getValue().strip());
            }
        }
        StringBuilder text = new StringBuilder("POST\n").append(path).append("\n\n");
        signed.forEach(
                (name, value) -> text.append(name).append(':').append(value).append('\n'));
        return text.append('\n')
                .append(String.join(";", signed.keySet()))
                .append('\n')
                .append(hash)
                .toString();
    }
}
