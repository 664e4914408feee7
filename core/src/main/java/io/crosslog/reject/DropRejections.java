package io.crosslog.reject;

import io.crosslog.spi.RejectionHandler;
import io.crosslog.spi.RejectionWriter;
import io.crosslog.spi.SinkContext;

/**
 * Throws rejected records away; all that is left of them is their count in the pipeline's status.
 *
 * <p>Immutable and thread-safe.
 */
public final class DropRejections implements RejectionHandler {

    private DropRejections() {}

    /** {@return the handler} */
    public static DropRejections create() {
        return new DropRejections();
    }

    @Override
    public RejectionWriter open(SinkContext context) {
        return rejected -> rejected.forEach(r -> context.count("rejection-dropped"));
    }
}
