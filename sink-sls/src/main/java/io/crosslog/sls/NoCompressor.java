package io.crosslog.sls;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Leaves the body as it is. */
final class NoCompressor implements Compressor {

    @Override
    public @Nullable String type() {
        return null;
    }

    @Override
    public byte[] compress(byte[] bytes, int offset, int length) {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }
}
