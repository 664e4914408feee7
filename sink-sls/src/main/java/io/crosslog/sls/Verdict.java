package io.crosslog.sls;

import io.crosslog.spi.BlockedException;
import io.crosslog.spi.ThrottledException;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an answer means for the logs of its request (rule R5).
 *
 * @param kind what to do
 * @param cause why to try again later, if that is what to do
 */
record Verdict(Kind kind, @Nullable IOException cause) {

    /** What to do with the logs. */
    enum Kind {
        DELIVERED,
        /** Nothing was taken, and it may work later. */
        LATER,
        /** Nothing was taken, and no other request would be either until somebody changes something. */
        BLOCKED,
        /** Project or logstore do not exist, which is waited for only a while. */
        MISSING,
        /** The service's rules and ours differ about the data: to be cut in halves. */
        REFUSED,
        /** The service does not speak as this client does. */
        HOPELESS
    }

    static Verdict of(SlsAnswer answer, SlsTarget target, ServiceClock clock) {
        if (answer.isDelivered()) {
            return new Verdict(Kind.DELIVERED, null);
        }
        String told = target + " answered " + answer.told();
        if (answer.hasCode("WriteQuotaExceed", "ShardWriteQuotaExceed", "ExceedQuota") || answer.status() == 429) {
            return later(new ThrottledException(told + "; " + quotaAdvice(answer), null));
        }
        if (answer.hasCode("RequestTimeExpired", "RequestTimeTooSkewed")) {
            return blocked(told, clockAdvice(clock.learn(answer.date())));
        }
        if (answer.hasCode("ProjectNotExist", "ProjectNotExists", "LogStoreNotExist", "LogStoreNotExists")) {
            return new Verdict(Kind.MISSING, new BlockedException(told, missingAdvice(answer, target), null));
        }
        if (answer.hasCode(
                        "PostBodyTooLarge",
                        "PostBodyInvalid",
                        "InvalidKey",
                        "InvalidEncoding",
                        "InvalidTimestamp",
                        "ParameterInvalid")
                || answer.status() == 413) {
            return new Verdict(Kind.REFUSED, null);
        }
        if (answer.status() == 401
                || answer.status() == 403 && !answer.code().isEmpty()
                || answer.hasCode("Unauthorized", "SignatureNotMatch", "InvalidAccessKeyId", "MissAccessKeyId")) {
            return blocked(told, accessAdvice(answer, target));
        }
        if (answer.hasCode(
                        "PostBodyUncompressError",
                        "InvalidCompressType",
                        "InvalidBodyRawSize",
                        "InvalidAPIVersion",
                        "InvalidContentType",
                        "InvalidDateFormat",
                        "InvalidSignatureMethod",
                        "MethodNotAllowed",
                        "InvalidURI")
                || answer.code().startsWith("Missing")) {
            return new Verdict(
                    Kind.HOPELESS,
                    new IOException(told + "; it does not take requests as this sink makes them: "
                            + "check the endpoint, and try compression DEFLATE or NONE"));
        }
        if (answer.status() == 407) {
            return blocked(told, "let this machine through at the proxy: the sink cannot log in to one");
        }
        // The service itself finds fault with the request: the same one again would be refused for ever.
        // For a log's time out of range documents name 400 and 499.
        if ((answer.status() == 400 || answer.status() == 499)
                && !answer.requestId().isEmpty()) {
            return new Verdict(Kind.REFUSED, null);
        }
        return later(new IOException(told + otherAdvice(answer)));
    }

    private static Verdict later(IOException cause) {
        return new Verdict(Kind.LATER, cause);
    }

    private static Verdict blocked(String reason, String advice) {
        return new Verdict(Kind.BLOCKED, new BlockedException(reason, advice, null));
    }

    private static String quotaAdvice(SlsAnswer answer) {
        return answer.hasCode("ShardWriteQuotaExceed")
                ? "if this lasts, split the logstore's shards or switch on automatic splitting"
                : "if this lasts, ask for a larger write quota of the project";
    }

    private static String accessAdvice(SlsAnswer answer, SlsTarget target) {
        String resource = "project/" + target.project() + "/logstore/" + target.logstore();
        if (answer.hasCode("SignatureNotMatch")) {
            return "check the access key's secret"
                    + (target.region() == null ? "" : " and that the project is in region " + target.region());
        }
        if (answer.hasCode("InvalidAccessKeyId", "MissAccessKeyId")) {
            return "check the access key's id, that the key is enabled, and that its account has opened SLS";
        }
        return "check that the access key exists, is enabled and, if temporary, not expired, and that its RAM user or role is"
                + " allowed log:PostLogStoreLogs on acs:log:*:*:" + resource;
    }

    private static String clockAdvice(Optional<Duration> ahead) {
        String known = ahead.map(d -> "this machine's clock is " + Math.abs(d.toSeconds()) + " s "
                        + (d.isNegative() ? "behind" : "ahead of")
                        + " the service's; requests are dated by the service's"
                        + " clock from now on, and ")
                .orElse("the service takes requests dated within 15 minutes of its clock; ");
        return known + "set this machine's clock right (NTP)";
    }

    private static String missingAdvice(SlsAnswer answer, SlsTarget target) {
        boolean project = answer.code().toLowerCase(Locale.ROOT).startsWith("project");
        return (project
                        ? "check project '" + target.project() + "' and its region"
                        : "create logstore '" + target.logstore() + "' in project '" + target.project()
                                + "', or check its name")
                + "; one just created is seen within a minute";
    }

    private static String otherAdvice(SlsAnswer answer) {
        if (answer.status() == 200) {
            return "; that is not the service, which gives a request id: is there a proxy or portal in between?";
        }
        if (answer.status() >= 300 && answer.status() < 400) {
            return "; the service does not redirect: is the endpoint right?";
        }
        return answer.code().isEmpty() ? "; that is not the form of the service's answers" : "";
    }
}
