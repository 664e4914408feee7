package io.crosslog.decode;

import io.crosslog.model.FieldType;
import io.crosslog.model.LogEvent;
import io.crosslog.model.RawRecord;
import io.crosslog.spi.DecodeException;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.Output;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Makes of a record one event with one field, {@code content}, that holds its text. An empty record is filtered as
 * {@code empty}.
 *
 * <p>Immutable and thread-safe.
 */
public final class TextDecoder implements Decoder {

    private static final String CONTENT = "content";

    private final Charset charset;

    private TextDecoder(Charset charset) {
        this.charset = Objects.requireNonNull(charset, "charset");
    }

    /** {@return a decoder of UTF-8} */
    public static TextDecoder create() {
        return create(StandardCharsets.UTF_8);
    }

    /**
     * A decoder of another charset.
     *
     * @param charset the charset of the records
     * @return the decoder
     */
    public static TextDecoder create(Charset charset) {
        return new TextDecoder(charset);
    }

    @Override
    public void decode(RawRecord record, Output out) throws DecodeException {
        Utf8 text = Utf8.of(record, charset, out);
        if (text.length() == 0) {
            out.filter("empty");
            return;
        }
        out.emit(LogEvent.builder(record)
                .put(CONTENT, FieldType.STRING, text.bytes(), text.offset(), text.length(), false)
                .build());
    }
}
