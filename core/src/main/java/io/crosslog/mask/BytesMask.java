package io.crosslog.mask;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Masks the bytes of a record, as far as they are text. Safe for concurrent calls once an event's secrets were found. */
final class BytesMask {

    /** What Chinese products write that do not write UTF-8; null where Java has no charsets but the standard ones. */
    private static final @Nullable Charset GB18030 = Charset.isSupported("GB18030") ? Charset.forName("GB18030") : null;

    private final Texts texts;
    private final Triggers triggers;
    private final Found found;

    BytesMask(Texts texts, Triggers triggers, Found found) {
        this.texts = texts;
        this.triggers = triggers;
        this.found = found;
    }

    /** The bytes without secrets, in the charset that they were in; the same ones if there are none. */
    byte[] mask(byte[] bytes) {
        boolean fires = triggers.fire(bytes, 0, bytes.length);
        if (!fires && found.isEmpty()) {
            return bytes;
        }
        Charset utf16 = Utf16.of(bytes);
        Charset charset = utf16 == null ? StandardCharsets.UTF_8 : utf16;
        String text = text(bytes, charset);
        if (text != null) {
            return mask(bytes, text, charset, fires);
        }
        byte[] clean = bytes;
        if (GB18030 != null) {
            String chinese = text(bytes, GB18030);
            if (chinese != null && isBegin(chinese.getBytes(GB18030), bytes)) {
                clean = mask(bytes, chinese, GB18030, fires);
            }
        }
        // Other charsets may look like that one. Here each byte is one character, and becomes the same byte again.
        charset = StandardCharsets.ISO_8859_1;
        return mask(clean, new String(clean, charset), charset, fires);
    }

    private byte[] mask(byte[] bytes, String text, Charset charset, boolean fires) {
        String clean = text;
        if (fires) {
            Found here = new Found();
            clean = here.removeFrom(texts.text(text, List.of(), 0, here));
        }
        clean = found.removeFrom(clean);
        return clean.equals(text) ? bytes : clean.getBytes(charset);
    }

    private static boolean isBegin(byte[] begin, byte[] bytes) {
        return begin.length <= bytes.length && Arrays.equals(begin, 0, begin.length, bytes, 0, begin.length);
    }

    /** The text that bytes are, without the half of a character that they may end with; null if they are no such text. */
    private static @Nullable String text(byte[] bytes, Charset charset) {
        CharBuffer chars = CharBuffer.allocate(bytes.length);
        boolean read = !charset.newDecoder()
                .decode(ByteBuffer.wrap(bytes), chars, false)
                .isError();
        return read ? chars.flip().toString() : null;
    }
}
