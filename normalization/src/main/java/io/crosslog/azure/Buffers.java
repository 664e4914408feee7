package io.crosslog.azure;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Buffers of Node.js as JSON, {@code {"type":"Buffer","data":[123,34]}}, in which a function's binding hands on payloads. */
final class Buffers {

    private Buffers() {}

    /** The bytes that a list of numbers stands for; empty if it is none of bytes. */
    static Optional<byte[]> bytes(@Nullable Object data) {
        if (!(data instanceof List<?> list) || list.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = new byte[list.size()];
        for (int i = 0; i < bytes.length; i++) {
            if (!(list.get(i) instanceof Number n) || n.doubleValue() != n.intValue() || (n.intValue() & ~0xFF) != 0) {
                return Optional.empty();
            }
            bytes[i] = n.byteValue();
        }
        return Optional.of(bytes);
    }
}
