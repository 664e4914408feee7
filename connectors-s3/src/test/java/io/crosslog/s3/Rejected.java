package io.crosslog.s3;

import io.crosslog.model.RejectedRecord;
import io.crosslog.spi.RejectionHandler;
import io.crosslog.spi.RejectionWriter;
import io.crosslog.spi.SinkContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Keeps what is rejected. Safe for concurrent calls. */
final class Rejected implements RejectionHandler {

    private final List<RejectedRecord> records = new ArrayList<>();

    synchronized List<RejectedRecord> records() {
        return List.copyOf(records);
    }

    private synchronized void add(Collection<RejectedRecord> more) {
        records.addAll(more);
    }

    @Override
    public RejectionWriter open(SinkContext context) {
        return this::add;
    }
}
