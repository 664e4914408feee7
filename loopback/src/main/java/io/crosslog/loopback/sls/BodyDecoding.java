package io.crosslog.loopback.sls;

import com.aliyun.openservices.log.common.Logs;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import org.jspecify.annotations.Nullable;

/**
 * Undoes the compression and decodes the LogGroup with the official client's classes. The declared raw size bounds what is
 * unpacked, so a bomb is refused before it grows. Safe for concurrent calls.
 */
final class BodyDecoding {
    private final SlsLimits limits;

    BodyDecoding(SlsLimits limits) {
        this.limits = limits;
    }

    byte[] uncompress(byte[] sent, @Nullable String compression, @Nullable String rawSize) throws Refusal {
        if (rawSize == null) {
            throw new Refusal(
                    400, "MissingBodyRawSize", "x-log-bodyrawsize does not exist in header when it is necessary.");
        }
        if (!rawSize.matches("[0-9]{1,18}")) {
            throw invalidRawSize();
        }
        long size = Long.parseLong(rawSize);
        if (size > limits.maxRawBytes()) {
            throw new Refusal(
                    400, "PostBodyTooLarge", "Body of " + size + " bytes is larger than " + limits.maxRawBytes());
        }
        if (compression == null || compression.isEmpty()) {
            if (sent.length != size) {
                throw invalidRawSize();
            }
            return sent;
        }
        // One byte more than declared shows a body that is larger than it says.
        byte[] room = new byte[(int) size + 1];
        int length = unpack(sent, compression, room);
        if (length != size) {
            throw invalidRawSize();
        }
        return Arrays.copyOf(room, length);
    }

    Logs.LogGroup decode(byte[] raw) throws Refusal {
        try {
            return Logs.LogGroup.parseFrom(raw);
        } catch (InvalidProtocolBufferException e) {
            throw new Refusal(400, "PostBodyInvalid", "Protobuffer content cannot be parsed: " + e.getMessage());
        }
    }

    private static int unpack(byte[] sent, String compression, byte[] room) throws Refusal {
        return switch (compression) {
            case "lz4" -> unpackLz4(sent, room);
            case "deflate" -> unpackDeflate(sent, room);
            case "zstd" -> unpackZstd(sent, room);
            default ->
                throw new Refusal(400, "InvalidCompressType", "x-log-compresstype " + compression + " is unsupported.");
        };
    }

    private static int unpackLz4(byte[] sent, byte[] room) throws Refusal {
        try {
            return LZ4Factory.safeInstance().safeDecompressor().decompress(sent, 0, sent.length, room, 0);
        } catch (LZ4Exception e) {
            throw cannotUnpack("lz4");
        }
    }

    private static int unpackZstd(byte[] sent, byte[] room) throws Refusal {
        try {
            return (int) Zstd.decompressByteArray(room, 0, room.length, sent, 0, sent.length);
        } catch (ZstdException e) {
            throw cannotUnpack("zstd");
        }
    }

    private static int unpackDeflate(byte[] sent, byte[] room) throws Refusal {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(sent);
            int length = 0;
            while (length < room.length && !inflater.finished()) {
                int n = inflater.inflate(room, length, room.length - length);
                if (n == 0 && !inflater.finished()) {
                    throw cannotUnpack("deflate");
                }
                length += n;
            }
            if (inflater.finished() && inflater.getRemaining() > 0) {
                throw cannotUnpack("deflate");
            }
            return length;
        } catch (DataFormatException e) {
            throw cannotUnpack("deflate");
        } finally {
            inflater.end();
        }
    }

    private static Refusal cannotUnpack(String compression) {
        return new Refusal(400, "PostBodyUncompressError", "Failed to decompress logs: not a " + compression + " body");
    }

    private static Refusal invalidRawSize() {
        return new Refusal(400, "InvalidBodyRawSize", "x-log-bodyrawsize is invalid.");
    }
}
