package io.crosslog.s3;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps records from holding on to much more memory than their own: they are slices of what was read in pieces, and a few
 * lines of a small object may be all that is left of a large piece. The memory budget counts only what the slices hold.
 */
final class Compaction {

    private static final int SMALL = 4 << 10;

    private Compaction() {}

    /** {@return the same records, copied together if their arrays are more than twice as large} */
    static List<CutRecord> of(List<CutRecord> records) {
        long used = 0;
        long held = 0;
        byte[] last = {};
        for (CutRecord record : records) {
            used += record.length();
            if (record.bytes() != last) {
                last = record.bytes();
                held += last.length;
            }
        }
        return held > 2 * used + SMALL ? copied(records, (int) used) : records;
    }

    private static List<CutRecord> copied(List<CutRecord> records, int length) {
        byte[] together = new byte[length];
        List<CutRecord> copies = new ArrayList<>(records.size());
        int next = 0;
        for (CutRecord record : records) {
            System.arraycopy(record.bytes(), record.offset(), together, next, record.length());
            copies.add(new CutRecord(record.number(), together, next, record.length(), record.damage()));
            next += record.length();
        }
        return copies;
    }
}
