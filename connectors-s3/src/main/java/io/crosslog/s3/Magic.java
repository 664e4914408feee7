package io.crosslog.s3;

import org.jspecify.annotations.Nullable;

/** Kinds of files that their first bytes tell: those that are decompressed, and those that are refused by name. */
enum Magic {
    GZIP("gzip", Codec.GZIP, 0x1f, 0x8b),
    ZSTD("zstd", Codec.ZSTD, 0x28, 0xb5, 0x2f, 0xfd),
    SNAPPY_FRAMES("framed snappy", Codec.SNAPPY_FRAMES, 0xff, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y'),
    SNAPPY_JAVA("a snappy-java stream", Codec.SNAPPY_JAVA, 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0),
    LZOP("lzop", Codec.LZOP, 0x89, 'L', 'Z', 'O', 0, 0x0d, 0x0a, 0x1a, 0x0a),
    LZ4("an lz4 frame", Codec.LZ4, 0x04, 0x22, 0x4d, 0x18),
    LZ4_LEGACY("lz4 of the legacy frame", null, 0x02, 0x21, 0x4c, 0x18),
    PARQUET("Parquet", null, 'P', 'A', 'R', '1'),
    PARQUET_ENCRYPTED("encrypted Parquet", null, 'P', 'A', 'R', 'E'),
    ORC("ORC", null, 'O', 'R', 'C'),
    AVRO("an Avro file", null, 'O', 'b', 'j', 1),
    SEQUENCE("a Hadoop sequence file", null, 'S', 'E', 'Q'),
    ARROW("an Arrow file", null, 'A', 'R', 'R', 'O', 'W', '1'),
    ZIP("zip", null, 'P', 'K', 3, 4),
    ZIP_EMPTY("an empty zip", null, 'P', 'K', 5, 6),
    XZ("xz", null, 0xfd, '7', 'z', 'X', 'Z', 0),
    BZIP2("bzip2", null, 'B', 'Z', 'h'),
    SEVEN_ZIP("7z", null, '7', 'z', 0xbc, 0xaf, 0x27, 0x1c),
    RAR("rar", null, 'R', 'a', 'r', '!', 0x1a, 7),
    COMPRESS("compress (.Z)", null, 0x1f, 0x9d),
    UTF_16_LITTLE("UTF-16 text", null, 0xff, 0xfe),
    UTF_16_BIG("UTF-16 text", null, 0xfe, 0xff);

    /** Enough bytes of an object to tell its kind. */
    static final int HEAD = 512;

    private static final int TAR_AT = 257;
    private static final String TAR = "ustar";

    /** Behind a byte from 0x50 to 0x5f. */
    private static final String SKIPPABLE = "*M\u0018";

    private final String text;
    private final @Nullable Codec codec;
    private final String bytes;
    private final boolean printable;

    Magic(String text, @Nullable Codec codec, int... bytes) {
        this.text = text;
        this.codec = codec;
        this.bytes = new String(bytes, 0, bytes.length);
        this.printable = this.bytes.chars().allMatch(b -> b >= ' ' && b < 0x7f);
    }

    /**
     * Tells a kind of file.
     *
     * @param head the first bytes, {@link #HEAD} if there are so many
     * @return the kind, or null if it is none of these: text, for all that is known
     */
    static @Nullable Magic of(byte[] head) {
        for (Magic magic : values()) {
            // A line of text may begin with ORC or BZh, too.
            if (starts(head, 0, magic.bytes) && (!magic.printable || isBinary(head))) {
                return magic;
            }
        }
        // Skippable frames, which may stand before the first real one.
        boolean skippable = head.length >= 4 && (head[0] & 0xf0) == 0x50 && starts(head, 1, SKIPPABLE);
        return skippable ? ZSTD : null;
    }

    /** {@return whether the head is that of a tar file} */
    static boolean isTar(byte[] head) {
        return starts(head, TAR_AT, TAR);
    }

    /** {@return what it is, for people} */
    String text() {
        return text;
    }

    /** {@return what decompresses it, or null if it is refused} */
    @Nullable Codec codec() {
        return codec;
    }

    /** Each char of the text is one byte. */
    private static boolean starts(byte[] head, int at, String bytes) {
        boolean same = head.length >= at + bytes.length();
        for (int i = 0; same && i < bytes.length(); i++) {
            same = (head[at + i] & 0xff) == bytes.charAt(i);
        }
        return same;
    }

    private static boolean isBinary(byte[] head) {
        for (byte b : head) {
            if (b >= 0 && b < '\t') {
                return true;
            }
        }
        return false;
    }
}
