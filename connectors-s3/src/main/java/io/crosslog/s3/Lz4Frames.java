package io.crosslog.s3;

import java.io.IOException;
import java.io.InputStream;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.xxhash.XXHashFactory;

/** Opens lz4 frames. A class of its own, as it does not load without the library. */
final class Lz4Frames {

    private Lz4Frames() {}

    static InputStream open(StoredBytes in) throws IOException {
        try {
            InputStream frames = new LZ4FrameInputStream(
                    new FullReads(in),
                    LZ4Factory.fastestInstance().safeDecompressor(),
                    XXHashFactory.fastestInstance().hash32());
            return new LibraryStream(frames, in, "lz4");
        } catch (IOException | RuntimeException e) {
            throw LibraryStream.sorted(e, in, "lz4");
        }
    }
}
