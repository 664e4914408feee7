package io.crosslog.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Ends what expands beyond measure, as a bomb does: at a byte that is the same at each reading. Confined to one thread.
 */
final class ExpansionLimit extends FilterInputStream {

    private final ReadingPlan plan;
    private final long size;
    private final long most;
    private long expanded;

    /**
     * A limit.
     *
     * @param in what expands
     * @param size the object's, as stored
     */
    ExpansionLimit(InputStream in, ReadingPlan plan, long size) {
        super(in);
        this.plan = plan;
        this.size = size;
        this.most = Math.min(plan.maxExpandedBytes(), Math.max(ReadingPlan.FREE_EXPANSION, byRatio()));
    }

    private long byRatio() {
        return size > Long.MAX_VALUE / plan.maxExpansion() ? Long.MAX_VALUE : size * plan.maxExpansion();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        long room = most - expanded;
        int count = super.read(bytes, offset, (int) Math.max(1, Math.min(length, room)));
        if (count > 0 && room == 0) {
            throw new DamagedContentException("the object expands to more than the " + most + " bytes it may ("
                    + (most == plan.maxExpandedBytes()
                            ? "maxExpandedBytes)"
                            : "maxExpansion: " + plan.maxExpansion() + " times its size)"));
        }
        expanded += Math.max(count, 0);
        return count;
    }
}
