package io.crosslog.reject;

import io.crosslog.decode.Utf8;
import io.crosslog.model.JsonWriter;
import io.crosslog.model.RejectedRecord;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A rejected record as one JSON object: {@code origin}, {@code source}, {@code arrival}, {@code index} (absent if the whole
 * record was rejected), {@code stage}, {@code reason}, and the raw bytes: as {@code raw} if they are valid UTF-8, else in
 * Base64 as {@code raw_base64}.
 */
public final class RejectionJson {

    private RejectionJson() {}

    /**
     * Writes a rejected record.
     *
     * @param rejected the record
     * @param out where to
     */
    public static void write(RejectedRecord rejected, JsonWriter out) {
        out.beginObject();
        out.name("origin").text(rejected.origin().toString());
        out.name("source").text(rejected.origin().source());
        out.name("arrival").text(rejected.arrival().toString());
        if (rejected.index() != RejectedRecord.WHOLE) {
            out.name("index").number(rejected.index());
        }
        out.name("stage").text(rejected.stage().name());
        out.name("reason").text(rejected.reason());
        byte[] bytes = rejected.bytes();
        if (Utf8.isValid(bytes, 0, bytes.length)) {
            out.name("raw").text(bytes, 0, bytes.length, false);
        } else {
            out.name("raw_base64").text(new String(Base64.getEncoder().encode(bytes), StandardCharsets.US_ASCII));
        }
        out.endObject();
    }
}
