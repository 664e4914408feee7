package io.crosslog.decode;

import io.crosslog.model.RawRecord;
import io.crosslog.parse.Parts;
import io.crosslog.spi.DecodeException;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.Output;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Splits a record into lines, ended by LF or CRLF, and has another decoder make events of each: a line that makes no sense
 * is rejected on its own, a blank one is filtered as {@code blank-line}.
 *
 * <p>Default: UTF-8. Bytes of another charset are converted first, so the other decoder always sees UTF-8. Immutable; as
 * thread-safe as the other decoder.
 */
public final class LinesDecoder implements Decoder {

    private final Decoder line;
    private final Charset charset;

    private LinesDecoder(Decoder line, Charset charset) {
        this.line = Objects.requireNonNull(line, "line");
        this.charset = Objects.requireNonNull(charset, "charset");
    }

    /**
     * Lines of UTF-8.
     *
     * @param line decodes one line
     * @return the decoder
     */
    public static LinesDecoder of(Decoder line) {
        return new LinesDecoder(line, StandardCharsets.UTF_8);
    }

    /**
     * Lines of another charset.
     *
     * @param line decodes one line, already converted to UTF-8
     * @param charset the charset of the records
     * @return the decoder
     */
    public static LinesDecoder of(Decoder line, Charset charset) {
        return new LinesDecoder(line, charset);
    }

    @Override
    public void decode(RawRecord record, Output out) throws DecodeException {
        if (record.length() == 0) {
            out.filter("empty");
        } else if (charset.equals(StandardCharsets.UTF_8)) {
            lines(record, record.array(), record.offset(), record.length(), out);
        } else {
            Utf8 text = Utf8.of(record, charset, out);
            lines(record, text.bytes(), text.offset(), text.length(), out);
        }
    }

    private void lines(RawRecord record, byte[] bytes, int offset, int length, Output out) {
        int end = offset + length;
        int from = offset;
        while (from < end) {
            int newline = from;
            while (newline < end && bytes[newline] != '\n') {
                newline++;
            }
            int to = newline > from && bytes[newline - 1] == '\r' ? newline - 1 : newline;
            line(slice(record, bytes, from, to - from), out);
            from = newline + 1;
        }
    }

    private static RawRecord slice(RawRecord record, byte[] bytes, int from, int length) {
        return RawRecord.builder(record.origin(), record.arrival())
                .bytes(bytes, from, length)
                .key(record.key().orElse(null))
                .attributes(record.attributes())
                .build();
    }

    private void line(RawRecord record, Output out) {
        if (isBlank(record)) {
            out.filter("blank-line");
            return;
        }
        Parts parts = new Parts();
        try {
            line.decode(record, parts);
        } catch (DecodeException e) {
            out.reject(record.copyBytes(), String.valueOf(e.getMessage()));
            return;
        }
        if (parts.isSilent()) {
            out.reject(record.copyBytes(), line.getClass().getName() + " made nothing of a line and gave no reason");
        }
        parts.replay(out);
    }

    private static boolean isBlank(RawRecord record) {
        for (int i = record.offset(); i < record.offset() + record.length(); i++) {
            if (record.array()[i] != ' ' && record.array()[i] != '\t') {
                return false;
            }
        }
        return true;
    }
}
