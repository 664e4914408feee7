package io.crosslog.s3;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Cuts lines, ended by LF or CRLF; blank ones are no records. Confined to one thread. */
final class LineCutter implements Cutter {

    private final CutBuffer buffer;
    private final int most;
    private long number;

    LineCutter(CutBuffer buffer, int most) {
        this.buffer = buffer;
        this.most = most;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public @Nullable CutRecord next(long from) throws IOException {
        int looked = 0;
        while (true) {
            int newline = Scan.newline(buffer.bytes(), buffer.start() + looked, buffer.end());
            looked = newline - buffer.start();
            boolean ended = newline < buffer.end();
            if (looked > most + 1) {
                byte[] head = Cut.head(buffer, most);
                skipLine(looked);
                if (number++ >= from) {
                    return Cut.headOnly(number - 1, head, Cut.tooLong(most));
                }
                looked = 0;
            } else if (ended || !buffer.fill()) {
                CutRecord record = record(looked, from);
                buffer.take(ended ? looked + 1 : looked);
                if (record != null || !ended) {
                    return record;
                }
                looked = 0;
            }
        }
    }

    /** Counts a line; makes a record of it if it is one that is wanted. */
    private @Nullable CutRecord record(int line, long from) {
        byte[] bytes = buffer.bytes();
        int start = buffer.start();
        int length = line > 0 && bytes[start + line - 1] == '\r' ? line - 1 : line;
        if (isBlank(bytes, start, start + length) || number++ < from) {
            return null;
        }
        return length > most
                ? Cut.headOnly(number - 1, Cut.head(buffer, most), Cut.tooLong(most))
                : Cut.whole(number - 1, buffer, length);
    }

    private void skipLine(int looked) throws IOException {
        int skip = looked;
        while (true) {
            buffer.take(skip);
            if (buffer.length() > 0) {
                // Only here can the line end.
                buffer.take(1);
                return;
            }
            if (!buffer.fill()) {
                return;
            }
            skip = Scan.newline(buffer.bytes(), buffer.start(), buffer.end()) - buffer.start();
        }
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
