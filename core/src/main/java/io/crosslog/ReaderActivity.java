package io.crosslog;

import org.jspecify.annotations.Nullable;

/** What a reader's thread is doing, so that others interrupt no more than they may. Safe for concurrent calls. */
final class ReaderActivity {

    enum Doing {
        OPENING,
        POLLING,
        OTHER
    }

    private Doing doing = Doing.OTHER;
    private @Nullable Thread thread;

    /** Makes the calling thread the reader's. */
    synchronized void own() {
        thread = Thread.currentThread();
    }

    synchronized void enter(Doing now) {
        doing = now;
        if (now == Doing.OTHER) {
            forgetInterrupt();
        }
    }

    synchronized boolean isPolling() {
        return doing == Doing.POLLING;
    }

    /** Interrupts what may take long, but never a commit. */
    synchronized void interruptWait(boolean pollToo) {
        if (thread != null && (doing == Doing.OPENING || pollToo && doing == Doing.POLLING)) {
            thread.interrupt();
        }
    }

    /** An interrupt is meant for what was being done, and a flag that foreign code left behind for nobody. */
    static void forgetInterrupt() {
        boolean unused = Thread.interrupted();
    }
}
