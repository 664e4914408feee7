package io.crosslog.azure;

import io.crosslog.decode.JsonNames;
import io.crosslog.decode.JsonScanner;
import io.crosslog.model.FieldType;
import io.crosslog.spi.DecodeException;

/** Whether bytes are JSON as RFC 8259 has it. */
final class Strict {

    private Strict() {}

    /** Whether the bytes are one object and nothing else. */
    static boolean isObject(byte[] json, int maxDepth) {
        JsonScanner scanner = new JsonScanner(json, 0, json.length, maxDepth, new JsonNames());
        try {
            if (scanner.peek() != FieldType.OBJECT) {
                return false;
            }
            scanner.skip();
            return scanner.atEnd() && !scanner.needsRepair();
        } catch (DecodeException e) {
            return false;
        }
    }

    /** Index of the first byte from {@code i} on that is no white space of JSON's. */
    static int skipSpace(byte[] bytes, int i, int end) {
        int k = i;
        while (k < end && isSpace(bytes[k])) {
            k++;
        }
        return k;
    }

    /** Index of the first byte from {@code i} on that is more than a bracket, comma, NUL or white space. */
    static int skipStray(byte[] bytes, int i, int end) {
        int k = i;
        while (k < end
                && (bytes[k] == ']' || bytes[k] == '}' || bytes[k] == ',' || bytes[k] == 0 || isSpace(bytes[k]))) {
            k++;
        }
        return k;
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
