package io.crosslog.loopback.sls;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Finds out who sent a request and whether the signature and the clock are right. Safe for concurrent calls. */
final class Authentication {
    private static final Duration SKEW = Duration.ofMinutes(15);
    private static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    private final AccessKeys keys;
    private final Clock clock;
    private final String region;

    Authentication(AccessKeys keys, Clock clock, String region) {
        this.keys = keys;
        this.clock = clock;
        this.region = region;
    }

    /** The signature of the request, to be checked once the body is read. */
    SignatureCheck signatureOf(HttpHead head) throws Refusal {
        String authorization = head.header("Authorization");
        if (authorization == null) {
            throw new Refusal(400, "MissAccessKeyId", "x-log-accesskeyid does not exist in header.");
        }
        if (authorization.startsWith(SignatureV4.PREFIX)) {
            return new SignatureV4(head, authorization, region);
        }
        if (authorization.startsWith(SignatureV1.PREFIX)) {
            return new SignatureV1(head, authorization);
        }
        throw new Refusal(400, "InvalidSignatureMethod", "The scheme of the Authorization header is unsupported.");
    }

    /** Checks clock, key, token and signature, in the service's order. */
    void check(SignatureCheck signature, HttpHead head, byte[] body) throws Refusal {
        checkClock(signature.date());
        String secret = keys.secretOf(signature.accessKeyId(), head.header("x-acs-security-token"));
        signature.check(secret, body);
    }

    private void checkClock(@Nullable String date) throws Refusal {
        if (date == null) {
            throw new Refusal(400, "MissingDate", "Date does not exist in http header.");
        }
        Instant sent = parse(date);
        Instant now = clock.instant();
        if (Duration.between(sent, now).abs().compareTo(SKEW) > 0) {
            throw new Refusal(
                    400,
                    "RequestTimeExpired",
                    "Request time " + sent.getEpochSecond() + " has been expired while server time is "
                            + now.getEpochSecond() + ".");
        }
    }

    private static Instant parse(String date) throws Refusal {
        try {
            return date.indexOf(' ') < 0
                    ? LocalDateTime.parse(date, BASIC).toInstant(ZoneOffset.UTC)
                    : DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
        } catch (DateTimeException e) {
            throw new Refusal(400, "InvalidDateFormat", "Date " + date + " must follow RFC822.");
        }
    }
}
