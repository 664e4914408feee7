package io.crosslog.model;

import java.util.Objects;

/**
 * Where a record came from, exactly enough for a person to find it again: a shared prefix and a number within it.
 *
 * <p>A Kafka record renders as {@code kafka://topic/3@4711}, a line of an object as {@code cos://bucket/key@etag#12}. The
 * text is rendered on demand, because there is one origin for each record and few are ever read.
 *
 * <p>Immutable and thread-safe.
 */
public final class Origin {

    private final Prefix prefix;
    private final long number;

    private Origin(Prefix prefix, long number) {
        this.prefix = prefix;
        this.number = number;
    }

    /**
     * What the records of one partition or one object share.
     *
     * @param source configured name of the source, which keeps ids of two clusters apart
     * @param text the prefix, up to and with the mark that separates it from the number, such as {@code kafka://topic/3@}
     * @return the prefix
     */
    public static Prefix prefix(String source, String text) {
        return new Prefix(source, text);
    }

    /** {@return the configured name of the source} */
    public String source() {
        return prefix.source;
    }

    /** {@return the number within the prefix: an offset or a line} */
    public long number() {
        return number;
    }

    /**
     * The id of an event made from this record; the same record always gives the same id.
     *
     * @param index which part of the record, from 0
     * @param subIndex which of the events that a normalizer made of that part, from 0
     * @param checksum CRC-32C of the record's bytes
     * @return {@code source|origin|index|checksum}
     */
    String eventId(int index, int subIndex, int checksum) {
        StringBuilder id = new StringBuilder(prefix.source.length() + prefix.text.length() + 40)
                .append(prefix.source)
                .append('|')
                .append(prefix.text)
                .append(number)
                .append('|')
                .append(index);
        if (subIndex != 0) {
            id.append('.').append(subIndex);
        }
        id.append('|');
        String hex = Integer.toHexString(checksum);
        return id.append("00000000", hex.length(), 8).append(hex).toString();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Origin other
                && number == other.number
                && prefix.source.equals(other.prefix.source)
                && prefix.text.equals(other.prefix.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(prefix.source, prefix.text, number);
    }

    @Override
    public String toString() {
        return prefix.text + number;
    }

    /**
     * What the origins of one partition or one object share.
     *
     * <p>Immutable and thread-safe.
     */
    public static final class Prefix {

        private final String source;
        private final String text;

        private Prefix(String source, String text) {
            this.source = Objects.requireNonNull(source, "source");
            this.text = Objects.requireNonNull(text, "text");
        }

        /**
         * The origin of one record.
         *
         * @param number its offset or line number
         * @return the origin
         */
        public Origin at(long number) {
            return new Origin(this, number);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
