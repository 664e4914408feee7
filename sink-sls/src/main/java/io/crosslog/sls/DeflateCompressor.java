package io.crosslog.sls;

import java.util.zip.Deflater;

/** The JDK's deflate with the zlib wrapper (RFC 1950), which is what the service means by it. */
final class DeflateCompressor implements Compressor {

    private final Deflater deflater;
    private final Bytes out = new Bytes(64 * 1024);

    DeflateCompressor(int level) {
        deflater = new Deflater(level);
    }

    @Override
    public String type() {
        return "deflate";
    }

    @Override
    public byte[] compress(byte[] bytes, int offset, int length) {
        deflater.reset();
        deflater.setInput(bytes, offset, length);
        deflater.finish();
        out.truncate(0);
        while (!deflater.finished()) {
            byte[] room = out.reserve(16 * 1024);
            out.advance(deflater.deflate(room, out.size(), room.length - out.size()));
        }
        return out.copy(0, out.size());
    }

    @Override
    public void close() {
        deflater.end();
    }
}
