package io.crosslog.s3;

import com.github.luben.zstd.ZstdOutputStream;
import io.airlift.compress.lzo.LzoCompressor;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.Adler32;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyFramedOutputStream;
import org.xerial.snappy.SnappyHadoopCompatibleOutputStream;
import org.xerial.snappy.SnappyOutputStream;

/** Forms of compression, made by the libraries that define them; lzop's container by hand, around aircompressor's blocks. */
enum Packed {
    GZIP(3, true) {
        @Override
        OutputStream stream(OutputStream out) throws IOException {
            return new GZIPOutputStream(out);
        }
    },
    ZSTD(4, true) {
        @Override
        OutputStream stream(OutputStream out) throws IOException {
            return new ZstdOutputStream(out).setChecksum(true);
        }
    },
    SNAPPY_FRAMES(10, false) {
        @Override
        OutputStream stream(OutputStream out) throws IOException {
            return new SnappyFramedOutputStream(out);
        }
    },
    SNAPPY_JAVA(16, false) {
        @Override
        OutputStream stream(OutputStream out) {
            return new SnappyOutputStream(out);
        }
    },
    SNAPPY_HADOOP(1, false) {
        @Override
        OutputStream stream(OutputStream out) {
            return new SnappyHadoopCompatibleOutputStream(out);
        }
    },
    SNAPPY_RAW(1, false) {
        @Override
        byte[] pack(byte[] plain) throws IOException {
            return Snappy.compress(plain);
        }
    },
    LZ4(4, false) {
        @Override
        OutputStream stream(OutputStream out) throws IOException {
            return new LZ4FrameOutputStream(
                    out,
                    LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB,
                    -1L,
                    LZ4FrameOutputStream.FLG.Bits.BLOCK_INDEPENDENCE,
                    LZ4FrameOutputStream.FLG.Bits.CONTENT_CHECKSUM);
        }
    },
    LZOP(9, true) {
        @Override
        byte[] pack(byte[] plain) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            byte[] header = {
                0x10,
                0x40,
                0x20,
                (byte) 0xa0,
                9,
                0x40,
                1,
                5,
                3,
                0,
                0,
                1,
                0,
                0,
                1,
                (byte) 0xa4,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0
            };
            out.write(new byte[] {(byte) 0x89, 'L', 'Z', 'O', 0, 0x0d, 0x0a, 0x1a, 0x0a});
            out.write(header);
            out.writeInt(adler(header));
            for (int from = 0; from < plain.length; from += BLOCK) {
                block(Arrays.copyOfRange(plain, from, Math.min(plain.length, from + BLOCK)), out);
            }
            out.writeInt(0);
            return bytes.toByteArray();
        }

        private void block(byte[] plain, DataOutputStream out) throws IOException {
            LzoCompressor compressor = new LzoCompressor();
            byte[] stored = new byte[compressor.maxCompressedLength(plain.length)];
            int length = compressor.compress(plain, 0, plain.length, stored, 0, stored.length);
            out.writeInt(plain.length);
            out.writeInt(Math.min(length, plain.length));
            out.writeInt(adler(plain));
            out.write(length < plain.length ? Arrays.copyOf(stored, length) : plain);
        }

        private int adler(byte[] bytes) {
            Adler32 sum = new Adler32();
            sum.update(bytes);
            return (int) sum.getValue();
        }
    };

    private static final int BLOCK = 256 << 10;

    private final int mark;
    private final boolean checked;

    Packed(int mark, boolean checked) {
        this.mark = mark;
        this.checked = checked;
    }

    /** {@return how many bytes are needed to tell the form} */
    int mark() {
        return mark;
    }

    /** {@return whether checksums tell any change of what it holds} */
    boolean isChecked() {
        return checked;
    }

    ReadingPlan plan() {
        ObjectCompression unmarked =
                switch (this) {
                    case SNAPPY_RAW -> ObjectCompression.SNAPPY_RAW;
                    case SNAPPY_HADOOP -> ObjectCompression.SNAPPY_HADOOP;
                    default -> ObjectCompression.DETECT;
                };
        return Cutting.plan(unmarked, ObjectFormat.detect(), 1 << 20);
    }

    OutputStream stream(OutputStream out) throws IOException {
        throw new UnsupportedOperationException(name() + " is not made by a stream, for " + out);
    }

    byte[] pack(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = stream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }
}
