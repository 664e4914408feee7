package io.crosslog.s3;

/**
 * What an object is compressed with if its first bytes do not tell.
 *
 * <p>Nearly all forms do tell, and they are believed above any setting, suffix or {@code Content-Encoding}: gzip (RFC 1952,
 * several members), zstd (RFC 8878, several and skippable frames), framed snappy (the frames of Google's
 * {@code framing_format.txt}), snappy-java's own stream, lzop and lz4 frames. Two forms of snappy have no such mark, and this
 * setting is for them. Default: {@link #DETECT}.
 *
 * <p>zstd, lz4 and lzop need a library that crosslog does not force on its users: {@code com.github.luben:zstd-jni},
 * {@code at.yawk.lz4:lz4-java}, {@code io.airlift:aircompressor}. Without it a pipeline that meets such an object stops and
 * names the library; nothing is skipped.
 */
public enum ObjectCompression {
    /**
     * An object without a mark is plain, unless its name has the suffix {@code .snappy} or {@code .sz} and its first bytes
     * make sense as Hadoop's blocks or as one raw block of snappy.
     */
    DETECT,

    /** All bytes are taken as they are; no mark is looked for, and no kind of file is refused. */
    NONE,

    /**
     * Snappy in the blocks of Hadoop's {@code SnappyCodec}: lengths of four bytes, the highest first, before each block and
     * each chunk of it.
     */
    SNAPPY_HADOOP,

    /** The whole object is one block of snappy ({@code format_description.txt}), as {@code Snappy.compress} makes it. */
    SNAPPY_RAW
}
