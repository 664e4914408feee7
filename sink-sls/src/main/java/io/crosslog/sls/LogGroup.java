package io.crosslog.sls;

import java.util.Arrays;
import java.util.Map;

/**
 * One LogGroup of the service's protobuf schema as it grows: logs first, in one buffer, then topic, source and tags. Any run
 * of its logs is a LogGroup too, which is how a refused one is cut in halves. Confined to one thread.
 *
 * <pre>
 * Log      { uint32 Time = 1; Content { string Key = 1; string Value = 2 } Contents = 2; fixed32 Time_ns = 4 }
 * LogTag   { string Key = 1; string Value = 2 }
 * LogGroup { Log Logs = 1; string Topic = 3; string Source = 4; LogTag LogTags = 6 }
 * </pre>
 */
final class LogGroup {

    private static final int VARINT_TIME = 1 << 3;
    private static final int FIXED32_TIME_NS = 4 << 3 | 5;

    private final Bytes bytes = new Bytes(64 * 1024);
    private final Bytes part = new Bytes(1024);
    private int[] ends = new int[256];
    private int count;
    private byte[] tail = {};

    /** Topic, source and tags as they follow the logs. */
    static byte[] tail(String topic, String source, Map<String, String> tags) {
        Bytes out = new Bytes(256);
        if (!topic.isEmpty()) {
            text(out, 3, topic);
        }
        if (!source.isEmpty()) {
            text(out, 4, source);
        }
        tags.forEach((key, value) -> {
            Bytes tag = new Bytes(64);
            text(tag, 1, key);
            text(tag, 2, value);
            out.tag(6);
            out.varint(tag.size());
            out.put(tag.array(), 0, tag.size());
        });
        return out.copy(0, out.size());
    }

    private static void text(Bytes out, int number, String text) {
        byte[] utf8 = Utf8.encode(text);
        out.tag(number);
        out.varint(utf8.length);
        out.put(utf8);
    }

    /** Starts a new group with the tail that its requests will have. */
    void begin(byte[] itsTail) {
        bytes.truncate(0);
        count = 0;
        tail = itsTail;
    }

    int count() {
        return count;
    }

    /** Size of the whole group. */
    int size() {
        return bytes.size() + tail.length;
    }

    /** Memory that its buffers hold. */
    long capacity() {
        return (long) bytes.array().length + part.array().length;
    }

    /** What a log of these contents adds to the group. */
    static long sizeOfLog(int seconds, boolean withNanos, int contentsSize) {
        long log = 1L + Bytes.varintSize(seconds) + contentsSize + (withNanos ? 5 : 0);
        return 1 + (log > Integer.MAX_VALUE ? 5 : Bytes.varintSize((int) log)) + log;
    }

    /**
     * Appends a log.
     *
     * @param seconds since 1970, unsigned
     * @param nanos within that second, or -1 for none
     */
    void append(int seconds, int nanos, LogContents contents, int contentsSize) {
        bytes.tag(1);
        bytes.varint(1 + Bytes.varintSize(seconds) + contentsSize + (nanos >= 0 ? 5 : 0));
        bytes.put(VARINT_TIME);
        bytes.varint(seconds);
        contents.appendTo(bytes);
        if (nanos >= 0) {
            bytes.put(FIXED32_TIME_NS);
            bytes.fixed32(nanos);
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        ends[count++] = bytes.size();
    }

    /** The logs of a run and the tail, valid until the next call. */
    Bytes run(int from, int to) {
        int start = from == 0 ? 0 : ends[from - 1];
        part.truncate(0);
        part.put(bytes.array(), start, ends[to - 1] - start);
        part.put(tail);
        return part;
    }
}
