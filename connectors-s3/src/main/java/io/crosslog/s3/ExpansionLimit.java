package io.crosslog.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends what expands beyond measure, as a bomb does. Confined to one thread. */
final class ExpansionLimit extends FilterInputStream {

    private final StoredBytes stored;
    private final ReadingPlan plan;
    private long expanded;

    ExpansionLimit(InputStream in, StoredBytes stored, ReadingPlan plan) {
        super(in);
        this.stored = stored;
        this.plan = plan;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (expanded > plan.maxExpandedBytes()) {
            throw new DamagedContentException("the object expands to more than the " + plan.maxExpandedBytes()
                    + " bytes it may (maxExpandedBytes)");
        }
        if (expanded > ReadingPlan.FREE_EXPANSION && expanded / plan.maxExpansion() > stored.position()) {
            throw new DamagedContentException("the object expands to more than " + plan.maxExpansion()
                    + " times its size, as a decompression bomb does (maxExpansion)");
        }
        int count = super.read(bytes, offset, length);
        expanded += Math.max(count, 0);
        return count;
    }
}
