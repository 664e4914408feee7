package io.crosslog.sls;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;

/** One raw LZ4 block, by {@code at.yawk.lz4:lz4-java}, which is optional: nothing else in this module names its classes. */
final class Lz4Compressor implements Compressor {

    private static final String CODEC = "net.jpountz.lz4.LZ4Factory";

    // No native library: it would be unpacked into the host's temporary directory.
    private final LZ4Compressor lz4 = LZ4Factory.fastestJavaInstance().fastCompressor();

    /** Whether the codec is on the class path. */
    static boolean isPresent() {
        try {
            Class.forName(CODEC, false, Lz4Compressor.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Override
    public String type() {
        return "lz4";
    }

    @Override
    public byte[] compress(byte[] bytes, int offset, int length) {
        return lz4.compress(bytes, offset, length);
    }
}
