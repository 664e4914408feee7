package io.crosslog.azure;

import io.crosslog.model.RawRecord;
import io.crosslog.spi.DecodeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Payloads that a producer has compressed by itself, which nothing but their first two bytes tells of. */
final class PayloadGzip {

    private static final int CHUNK = 8 * 1024;

    private PayloadGzip() {}

    static boolean isGzip(RawRecord record) {
        return record.length() > 2
                && record.array()[record.offset()] == 0x1F
                && record.array()[record.offset() + 1] == (byte) 0x8B;
    }

    /** The same record with its bytes decompressed, at most so many of them: what raw data, masks and rejections see. */
    static RawRecord open(RawRecord record, int maxBytes) throws DecodeException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream(CHUNK);
        byte[] chunk = new byte[CHUNK];
        try (GZIPInputStream in = new GZIPInputStream(
                new ByteArrayInputStream(record.array(), record.offset(), record.length()), CHUNK)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                if (plain.size() + n > maxBytes) {
                    throw new DecodeException("the payload is gzip and opens to more than " + maxBytes + " bytes");
                }
                plain.write(chunk, 0, n);
            }
        } catch (IOException e) {
            throw new DecodeException("the payload begins like gzip but is none, or is cut off", e);
        }
        return record.part(plain.toByteArray(), 0, plain.size());
    }
}
