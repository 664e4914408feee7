package io.crosslog.tencent;

import io.crosslog.decode.JsonNames;
import io.crosslog.decode.JsonScanner;
import io.crosslog.model.FieldType;
import io.crosslog.model.FieldVisitor;
import io.crosslog.spi.DecodeException;

/** Reads the members of one JSON object. */
final class JsonMembers {

    private static final int MAX_DEPTH = 64;

    private JsonMembers() {}

    /** Whether the bytes are one object, and nothing that would have to be mended. */
    static boolean isObject(byte[] bytes, int offset, int length) {
        JsonScanner scanner = new JsonScanner(bytes, offset, length, MAX_DEPTH, new JsonNames());
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

    /** Shows the members of what {@link #isObject} has found to be one. */
    static void visit(byte[] bytes, int offset, int length, FieldVisitor members) {
        try {
            new JsonScanner(bytes, offset, length, MAX_DEPTH, new JsonNames()).object(members);
        } catch (DecodeException e) {
            throw new IllegalStateException("an object that was found valid is not", e);
        }
    }
}
