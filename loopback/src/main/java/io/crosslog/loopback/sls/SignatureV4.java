package io.crosslog.loopback.sls;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks {@code Authorization: SLS4-HMAC-SHA256 Credential=<id>/<date>/<region>/sls/aliyun_v4_request,Signature=<hex>}
 * over content type, host, the {@code x-log-*} and {@code x-acs-*} headers and the SHA-256 of the body, as the official
 * client makes it. Confined to one thread.
 */
final class SignatureV4 implements SignatureCheck {
    static final String PREFIX = "SLS4-HMAC-SHA256 ";
    private static final Pattern FORM = Pattern.compile(
            "SLS4-HMAC-SHA256 Credential=([^/]*)/([0-9]{8})/([^/]+)/sls/aliyun_v4_request, ?Signature=([0-9a-f]{64})");

    private final HttpHead head;
    private final String region;
    private final String accessKeyId;
    private final String scopeDate;
    private final String scopeRegion;
    private final String signature;

    SignatureV4(HttpHead head, String authorization, String region) throws Refusal {
        Matcher form = FORM.matcher(authorization);
        if (!form.matches()) {
            throw mismatch("The Authorization header has not the form of a V4 signature.");
        }
        this.head = head;
        this.region = region;
        this.accessKeyId = form.group(1);
        this.scopeDate = form.group(2);
        this.scopeRegion = form.group(3);
        this.signature = form.group(4);
        if (accessKeyId.isEmpty()) {
            throw new Refusal(400, "MissAccessKeyId", "x-log-accesskeyid does not exist in header.");
        }
    }

    @Override
    public String version() {
        return "V4";
    }

    @Override
    public String accessKeyId() {
        return accessKeyId;
    }

    @Override
    public @Nullable String date() {
        return head.header("x-log-date");
    }

    @Override
    public void check(String secret, byte[] body) throws Refusal {
        String date = String.valueOf(date());
        if (!date.startsWith(scopeDate)) {
            throw mismatch("Credential scope is of " + scopeDate + ", x-log-date of " + date);
        }
        if (!scopeRegion.equals(region)) {
            throw mismatch("Credential scope is of region " + scopeRegion + ", this endpoint is in " + region);
        }
        String sha256 = HexFormat.of().formatHex(Hashes.digest("SHA-256", body));
        String given = head.headers().getOrDefault("x-log-content-sha256", "");
        if (!sha256.equals(given)) {
            throw mismatch("x-log-content-sha256 " + given + " is not the body's, which is " + sha256);
        }
        if (!Hashes.same(sign(secret, date, sha256), signature)) {
            throw mismatch("Signature " + signature + " is not matched.");
        }
    }

    private String sign(String secret, String date, String bodyHash) throws Refusal {
        String scope = scopeDate + "/" + scopeRegion + "/sls/aliyun_v4_request";
        byte[] request = canonicalRequest(bodyHash).getBytes(StandardCharsets.UTF_8);
        String text = "SLS4-HMAC-SHA256\n" + date + "\n" + scope + "\n"
                + HexFormat.of().formatHex(Hashes.digest("SHA-256", request));
        byte[] key = ("aliyun_v4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String step : new String[] {scopeDate, scopeRegion, "sls", "aliyun_v4_request"}) {
            key = Hashes.hmac("HmacSHA256", key, step);
        }
        return HexFormat.of().formatHex(Hashes.hmac("HmacSHA256", key, text));
    }

    private String canonicalRequest(String bodyHash) throws Refusal {
        SortedMap<String, String> signed = SignatureV1.serviceHeaders(head);
        signed.put("host", head.headers().getOrDefault("Host", ""));
        String contentType = head.header("Content-Type");
        if (contentType != null) {
            signed.put("content-type", contentType);
        }
        StringBuilder text =
                new StringBuilder(512).append(head.method()).append('\n').append(head.path());
        char separator = '\n';
        for (Map.Entry<String, String> parameter : Query.parse(head.query()).entrySet()) {
            text.append(separator).append(parameter.getKey());
            if (!parameter.getValue().isEmpty()) {
                text.append('=').append(percentEncoded(parameter.getValue()));
            }
            separator = '&';
        }
        text.append(separator == '\n' ? "\n\n" : "\n");
        signed.forEach(
                (name, value) -> text.append(name).append(':').append(value).append('\n'));
        return text.append('\n')
                .append(String.join(";", signed.keySet()))
                .append('\n')
                .append(bodyHash)
                .toString();
    }

    private static String percentEncoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static Refusal mismatch(String message) {
        return new Refusal(401, "SignatureNotMatch", message);
    }
}
