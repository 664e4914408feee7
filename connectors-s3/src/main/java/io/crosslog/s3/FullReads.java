package io.crosslog.s3;

import java.io.FilterInputStream;
import java.io.IOException;

/** Gives as many bytes as are asked for, and fewer only at the object's end. Confined to one thread. */
final class FullReads extends FilterInputStream {

    FullReads(StoredBytes in) {
        super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.readNBytes(bytes, offset, length);
        return count == 0 && length > 0 ? -1 : count;
    }
}
