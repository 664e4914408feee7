package io.crosslog.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What expands the stored bytes of an object. */
enum Codec {
    NONE(null),
    GZIP(null),
    ZSTD("com.github.luben:zstd-jni"),
    SNAPPY_FRAMES(null),
    SNAPPY_JAVA(null),
    SNAPPY_HADOOP(null),
    SNAPPY_RAW(null),
    LZOP("io.airlift:aircompressor"),
    LZ4("at.yawk.lz4:lz4-java");

    private final @Nullable String library;

    Codec(@Nullable String library) {
        this.library = library;
    }

    /**
     * Begins to expand.
     *
     * @param in the stored bytes
     * @param name the object, for messages
     * @throws IllegalStateException if the library that it takes cannot be loaded
     */
    InputStream open(StoredBytes in, String name) throws IOException {
        try {
            return switch (this) {
                case NONE -> in;
                case GZIP -> new GzipStream(in);
                case ZSTD -> ZstdFrames.open(in);
                case SNAPPY_FRAMES -> new SnappyFrames(in);
                case SNAPPY_JAVA -> new SnappyChunks(in, SnappyChunks.Form.JAVA);
                case SNAPPY_HADOOP -> new SnappyChunks(in, SnappyChunks.Form.HADOOP);
                case SNAPPY_RAW -> new SnappyChunks(in, SnappyChunks.Form.RAW);
                case LZOP -> new LzopStream(in);
                case LZ4 -> Lz4Frames.open(in);
            };
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    name + " is compressed with " + name().toLowerCase(Locale.ROOT) + ", and what expands it cannot be "
                            + "loaded (" + e + "): put " + library
                            + " on the class path, in a version that has native code "
                            + "for this machine if it needs any, and start again; nothing was skipped",
                    e);
        }
    }
}
