package io.crosslog.decode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Mends what {@link JsonScanner} lets pass but other readers refuse: control characters that stand unescaped in a string
 * become escapes, escapes of lone surrogates become the escape of U+FFFD.
 */
final class JsonRepair {

    private static final byte[] REPLACEMENT = "\\ufffd".getBytes(StandardCharsets.US_ASCII);

    private JsonRepair() {}

    /** A mended copy of JSON that a scanner has found valid otherwise. */
    static byte[] mend(byte[] bytes, int offset, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 64);
        int end = offset + length;
        boolean inString = false;
        int i = offset;
        while (i < end) {
            byte b = bytes[i];
            int n = 1;
            if (inString && b == '\\') {
                n = escape(bytes, i, end, out);
            } else if (inString && b >= 0 && b < 0x20) {
                out.writeBytes(String.format("\\u%04x", b).getBytes(StandardCharsets.US_ASCII));
            } else {
                inString = (b == '"') != inString;
                out.write(b);
            }
            i += n;
        }
        return out.toByteArray();
    }

    private static int escape(byte[] bytes, int i, int end, ByteArrayOutputStream out) {
        int n = 2;
        if (bytes[i + 1] == 'u') {
            int unit = JsonEscapes.unit(bytes, i, end);
            boolean pair = JsonEscapes.isPair(bytes, i, end);
            if (Character.isSurrogate((char) unit) && !pair) {
                out.writeBytes(REPLACEMENT);
                return 6;
            }
            n = pair ? 12 : 6;
        }
        out.write(bytes, i, n);
        return n;
    }
}
