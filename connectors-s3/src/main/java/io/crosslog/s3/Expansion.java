package io.crosslog.s3;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Finds out what an object is compressed with, and expands it. */
final class Expansion {

    private Expansion() {}

    /**
     * Begins to expand an object.
     *
     * @return its content
     * @throws DamagedContentException if it is of a kind that is not read
     */
    static InputStream open(ObjectBytes object, StoredBytes stored, ReadingPlan plan) throws IOException {
        if (plan.compression() == ObjectCompression.NONE) {
            return stored;
        }
        byte[] head = stored.peek(Magic.HEAD);
        Magic magic = Magic.of(head);
        refuse(magic, head);
        Codec codec = magic == null ? unmarked(object, plan, head) : magic.codec();
        if (codec == null || codec == Codec.NONE) {
            return stored;
        }
        return new ExpansionLimit(codec.open(stored, object.name()), plan, object.size());
    }

    /** Refuses what is compressed again, and what is no text. */
    static void refuseNested(byte[] head) throws DamagedContentException {
        Magic magic = Magic.of(head);
        if (magic != null && magic.codec() != null) {
            throw new DamagedContentException(
                    "what was compressed is " + magic.text() + " again: it is expanded once only; compress it once");
        }
        refuse(magic, head);
    }

    private static void refuse(@Nullable Magic magic, byte[] head) throws DamagedContentException {
        String kind = magic == null ? Magic.isTar(head) ? "a tar archive" : null : magic.text();
        if (kind != null && (magic == null || magic.codec() == null)) {
            throw refusal(kind);
        }
    }

    /** {@return the exception that says that content of this kind is not read} */
    static DamagedContentException refusal(String kind) {
        return new DamagedContentException(
                "the content is " + kind + ", which is not read: have the logs shipped as JSON, "
                        + "CSV or lines of UTF-8, or leave such objects out by a pattern");
    }

    private static Codec unmarked(ObjectBytes object, ReadingPlan plan, byte[] head) {
        return switch (plan.compression()) {
            case SNAPPY_HADOOP -> Codec.SNAPPY_HADOOP;
            case SNAPPY_RAW -> Codec.SNAPPY_RAW;
            default -> UnmarkedSnappy.guess(object.name(), object.size(), head);
        };
    }
}
