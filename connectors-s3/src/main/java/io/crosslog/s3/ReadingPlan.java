package io.crosslog.s3;

/**
 * How the content of objects is read. Immutable and thread-safe.
 *
 * @param compression what an object without a mark is compressed with
 * @param format what the records are
 * @param maxRecordBytes the longest record, in bytes; a longer one is rejected with its head
 * @param maxExpansion how many times its compressed size an object may expand to, or to {@link #FREE_EXPANSION} bytes
 * @param maxExpandedBytes the most that a compressed object may expand to, in bytes
 */
record ReadingPlan(
        ObjectCompression compression,
        ObjectFormat format,
        int maxRecordBytes,
        int maxExpansion,
        long maxExpandedBytes) {

    /** So much may any object expand to: logs that repeat themselves compress well, and this much does no harm. */
    static final long FREE_EXPANSION = 64L << 20;

    /** The most that {@link #maxRecordBytes} may be set to. */
    static final int MAX_RECORD_BYTES = 64 << 20;

    static final ReadingPlan DEFAULT =
            new ReadingPlan(ObjectCompression.DETECT, ObjectFormat.detect(), 1 << 20, 1_000, 64L << 30);

    /**
     * A number for all that decides which record of an object has which number: positions within an object mean nothing under
     * another. Never {@link PartRead#UNKNOWN}, and the same in every JVM.
     */
    long numbering() {
        StringBuilder text = new StringBuilder(compression.name())
                .append(' ')
                .append(format.kind().name());
        CsvLayout csv = format.csvLayout();
        if (csv != null) {
            // Where a row ends that an open quote makes too long depends on the limit.
            text.append(' ').append(maxRecordBytes).append(' ').append(csv.delimiter());
            text.append(' ').append(csv.quote()).append(' ').append(csv.escape());
            csv.columns().forEach(name -> text.append('\n').append(name));
        }
        return ObjectHash.of(new ListedObject(text.toString(), "", 0, 0)).high() | 1;
    }
}
