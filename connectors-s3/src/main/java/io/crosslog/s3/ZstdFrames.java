package io.crosslog.s3;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;

/** Opens zstd (RFC 8878). A class of its own, as it does not load without the library. */
final class ZstdFrames {

    /** A frame may ask for a window of 8 MiB, which is what RFC 8878 wants decoders to have, and levels up to 19 need. */
    private static final int WINDOW_LOG = 23;

    private ZstdFrames() {}

    static InputStream open(StoredBytes in) throws IOException {
        return new LibraryStream(new ZstdInputStreamNoFinalizer(new FullReads(in)).setLongMax(WINDOW_LOG), in, "zstd");
    }
}
