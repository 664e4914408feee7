package io.crosslog.sls;

import org.jspecify.annotations.Nullable;

/** Makes a body smaller. Confined to one thread. */
interface Compressor extends AutoCloseable {

    /** What the service calls it; null for no compression. */
    @Nullable String type();

    /** A new array with the bytes compressed, which the caller may keep. */
    byte[] compress(byte[] bytes, int offset, int length);

    @Override
    default void close() {}
}
