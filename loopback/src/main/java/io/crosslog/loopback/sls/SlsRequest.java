package io.crosslog.loopback.sls;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request that reached the endpoint, whatever became of it.
 *
 * <p>Immutable and thread-safe.
 *
 * @param number order of arrival, from 0
 * @param at arrival by the endpoint's clock
 * @param requestId the id given to it, whether or not it was answered
 * @param project project addressed, empty if that could not be told
 * @param logstore logstore addressed, empty if that could not be told
 * @param topic topic of the group, or null if the body was not decoded
 * @param logs logs in the group, 0 if the body was not decoded
 * @param sentBytes bytes of the body as sent
 * @param rawBytes bytes of the body before compression, 0 if it was not decoded
 * @param compression {@code x-log-compresstype}, empty when none
 * @param signature {@code V1}, {@code V4} or empty when there was none to read
 * @param bodyMd5 MD5 of the body as sent, in hex, empty if it was not read: the same for a body sent again
 * @param status HTTP status answered, 0 when there was no answer
 * @param code the service's error code answered, empty for success or when there was none
 * @param outcome what became of it
 */
public record SlsRequest(
        long number,
        Instant at,
        String requestId,
        String project,
        String logstore,
        @Nullable String topic,
        int logs,
        int sentBytes,
        int rawBytes,
        String compression,
        String signature,
        String bodyMd5,
        int status,
        String code,
        Outcome outcome) {

    /** What became of a request. */
    public enum Outcome {
        /** Its logs are kept and it was answered 200. */
        ACCEPTED,
        /** Its logs are kept, and the client was never told. */
        ACCEPTED_UNANSWERED,
        /** A check of the service refused it. */
        REFUSED,
        /** A fault answered it; nothing was kept. */
        FAULTED,
        /** A fault cut its connection; nothing was kept. */
        CUT,
        /** The client hung up before it could be accepted; nothing was kept. */
        ABANDONED
    }

    /** Whether its logs are kept. */
    public boolean accepted() {
        return outcome == Outcome.ACCEPTED || outcome == Outcome.ACCEPTED_UNANSWERED;
    }
}
