package io.crosslog.sls;

/** What one write needs to encode and is worth keeping for the next one. Confined to one thread at a time. */
final class Workspace implements AutoCloseable {

    private static final int WORTH_KEEPING = 32 * 1024 * 1024;

    final EventLayout layout;
    final LogGroup group = new LogGroup();
    final Compressor compressor;

    Workspace(SlsLayout layout, Compressor compressor) {
        this.layout = new EventLayout(layout);
        this.compressor = compressor;
    }

    /** Whether its buffers have not grown beyond what ordinary events need. */
    boolean isWorthKeeping() {
        return (long) layout.contents().scratch().array().length + group.capacity() < WORTH_KEEPING;
    }

    @Override
    public void close() {
        compressor.close();
    }
}
