package io.crosslog.samples;

import io.airlift.compress.lzo.LzoCompressor;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.zip.Adler32;

/** Objects as the program lzop makes them: header, one block, end; with the checksums of what is plain. */
final class Lzop {

    private static final String MAGIC = "894c5a4f000d0a1a0a";
    /** Version, method and level, flags, mode, times, no name. */
    private static final String HEADER =
            "1040" + "20a0" + "0940" + "0105" + "03000001" + "000001a4" + "0000000000000000" + "00";

    private Lzop() {}

    static byte[] pack(byte[] plain) throws IOException {
        LzoCompressor compressor = new LzoCompressor();
        byte[] block = new byte[compressor.maxCompressedLength(plain.length)];
        int length = compressor.compress(plain, 0, plain.length, block, 0, block.length);
        if (length >= plain.length) {
            throw new IllegalArgumentException(
                    "lzop keeps what cannot be compressed as it is, so this would show nothing");
        }
        byte[] header = HexFormat.of().parseHex(HEADER);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(HexFormat.of().parseHex(MAGIC));
        out.write(header);
        out.writeInt(adler(header));
        out.writeInt(plain.length);
        out.writeInt(length);
        out.writeInt(adler(plain));
        out.write(block, 0, length);
        out.writeInt(0);
        return bytes.toByteArray();
    }

    private static int adler(byte[] bytes) {
        Adler32 sum = new Adler32();
        sum.update(bytes);
        return (int) sum.getValue();
    }
}
