package io.crosslog.loopback.kafka;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Takes the records out of an answer to a fetch, as a service that throttles does. It knows the first bytes of the answer only, and
 * none of the client's classes, which differ from version to version.
 */
final class EmptyFetch {

    private static final int CORRELATION_BYTES = 4;
    private static final int THROTTLING_BYTES = 4;
    private static final int ERROR_AND_SESSION_BYTES = 6;

    /** From this version on fetches have sessions, in which an answer leaves out partitions of which there is nothing new. */
    private static final int SESSIONS = 7;

    /** From this version on lengths are varints, and fields may follow that have tags. */
    private static final int FLEXIBLE = 12;

    private EmptyFetch() {}

    /**
     * The answer without partitions: nothing is new in any of them, so that a client which believes it takes itself to have
     * caught up.
     *
     * @param response the answer, without its length
     * @param version version of the Fetch request
     * @param throttling what it is to say of throttling; nothing if zero
     * @throws IllegalStateException if the client fetches without sessions, as those before 1.1 do
     */
    static byte[] of(byte[] response, short version, Duration throttling) {
        if (version < SESSIONS) {
            throw new IllegalStateException("answers to Fetch " + version + " cannot be emptied: it has no sessions");
        }
        boolean flexible = version >= FLEXIBLE;
        int header = CORRELATION_BYTES + (flexible ? 1 : 0);
        ByteBuffer empty =
                ByteBuffer.allocate(header + THROTTLING_BYTES + ERROR_AND_SESSION_BYTES + (flexible ? 2 : 4));
        empty.put(response, 0, header).putInt((int) throttling.toMillis());
        empty.put(response, header + THROTTLING_BYTES, ERROR_AND_SESSION_BYTES);
        if (flexible) {
            // No topic (a length of one is none), no field with a tag.
            empty.put((byte) 1).put((byte) 0);
        } else {
            empty.putInt(0);
        }
        return empty.array();
    }
}
