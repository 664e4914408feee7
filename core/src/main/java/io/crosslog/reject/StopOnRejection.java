package io.crosslog.reject;

import io.crosslog.model.RejectedRecord;
import io.crosslog.spi.RejectionHandler;
import io.crosslog.spi.RejectionWriter;
import io.crosslog.spi.SinkContext;

/**
 * Stops the pipeline at the first rejected record, which is neither committed nor skipped: it comes again at the next start.
 *
 * <p>Immutable and thread-safe.
 */
public final class StopOnRejection implements RejectionHandler {

    private StopOnRejection() {}

    /** {@return the handler} */
    public static StopOnRejection create() {
        return new StopOnRejection();
    }

    @Override
    public RejectionWriter open(SinkContext context) {
        return rejected -> {
            RejectedRecord first = rejected.get(0);
            throw new IllegalStateException(first
                    + (rejected.size() == 1 ? "" : " (and " + (rejected.size() - 1) + " more)")
                    + "; this pipeline stops at rejected records: to keep them and go on, give it"
                    + " rejectTo(FileRejections.in(directory))");
        };
    }
}
