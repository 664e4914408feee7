package io.crosslog.loopback.sls;

import java.time.Duration;

/**
 * What happens to a request that a fault strikes. Immutable and thread-safe.
 *
 * @param status HTTP status of the answer, when there is one
 * @param code the service's error code, empty when the body is not the service's
 * @param text the error message, or the whole body when {@code code} is empty
 */
record FaultAction(Kind kind, int status, String code, String contentType, String text, Duration delay) {

    enum Kind {
        ANSWER,
        CUT_BEFORE_READING,
        CUT_BEFORE_ACCEPTING,
        CUT_AFTER_ACCEPTING,
        STALL_BEFORE_ACCEPTING,
        STALL_AFTER_ACCEPTING,
        SLOW
    }

    static FaultAction error(int status, String code, String message) {
        return new FaultAction(Kind.ANSWER, status, code, "", message, Duration.ZERO);
    }

    static FaultAction body(int status, String contentType, String body) {
        return new FaultAction(Kind.ANSWER, status, "", contentType, body, Duration.ZERO);
    }

    static FaultAction of(Kind kind) {
        return new FaultAction(kind, 0, "", "", "", Duration.ZERO);
    }

    static FaultAction slow(Duration delay) {
        return new FaultAction(Kind.SLOW, 0, "", "", "", delay);
    }

    HttpAnswer answer(String requestId, boolean withRequestId) {
        String id = withRequestId ? requestId : null;
        return code.isEmpty()
                ? new HttpAnswer(status, "", contentType, text, id)
                : HttpAnswer.error(status, code, text, id);
    }
}
