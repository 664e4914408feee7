package io.crosslog.sls;

import java.util.Arrays;

/**
 * The keys and values of one log on their way into a request: values are slices of the event's own bytes, or of a scratch
 * buffer where they had to be changed. Reused from log to log. Confined to one thread.
 */
final class LogContents {

    private static final byte[] SCRATCH = {};

    private final Bytes scratch = new Bytes(1024);
    private Name[] names = new Name[64];
    private Key[] keys = new Key[64];
    private byte[][] arrays = new byte[64][];
    private int[] offsets = new int[64];
    private int[] lengths = new int[64];
    private int count;

    void clear() {
        truncate(0);
        scratch.truncate(0);
    }

    int count() {
        return count;
    }

    void truncate(int newCount) {
        count = newCount;
    }

    Name name(int at) {
        return names[at];
    }

    Key key(int at) {
        return keys[at];
    }

    void key(int at, Key key) {
        keys[at] = key;
    }

    int length(int at) {
        return lengths[at];
    }

    /** Where a changed value is put together; {@link #addScratch} adds what was appended since {@code from}. */
    Bytes scratch() {
        return scratch;
    }

    void addScratch(Name name, int from) {
        add(name, SCRATCH, from, scratch.size() - from);
    }

    void add(Name name, byte[] array, int offset, int length) {
        if (count == names.length) {
            int n = 2 * count;
            names = Arrays.copyOf(names, n);
            keys = Arrays.copyOf(keys, n);
            arrays = Arrays.copyOf(arrays, n);
            offsets = Arrays.copyOf(offsets, n);
            lengths = Arrays.copyOf(lengths, n);
        }
        names[count] = name;
        keys[count] = name.key;
        arrays[count] = array;
        offsets[count] = offset;
        lengths[count] = length;
        count++;
    }

    /** Size of all contents as protobuf, tags and lengths included; past the range of an int it stops at its maximum. */
    int encodedSize() {
        long size = 0;
        for (int i = 0; i < count; i++) {
            int pair = pairSize(i);
            size += 1L + Bytes.varintSize(pair) + pair;
        }
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    /** Appends {@code repeated Content Contents = 2}, each with {@code Key = 1} and {@code Value = 2}. */
    void appendTo(Bytes out) {
        for (int i = 0; i < count; i++) {
            byte[] key = keys[i].utf8;
            out.tag(2);
            out.varint(pairSize(i));
            out.tag(1);
            out.varint(key.length);
            out.put(key);
            out.tag(2);
            out.varint(lengths[i]);
            out.put(arrays[i] == SCRATCH ? scratch.array() : arrays[i], offsets[i], lengths[i]);
        }
    }

    private int pairSize(int at) {
        int key = keys[at].utf8.length;
        int value = lengths[at];
        return 2 + Bytes.varintSize(key) + key + Bytes.varintSize(value) + value;
    }
}
