package io.crosslog;

import io.crosslog.model.RejectedRecord;

/** What was counted by name. Guarded by the lock of {@code LaneTable}. */
final class NamedCounts {

    private final NameCounts filtered = new NameCounts();
    private final NameCounts rejected = new NameCounts();
    private final NameCounts noted = new NameCounts();

    void add(Decoding done) {
        filtered.addAll(done.filtered());
        noted.addAll(done.noted());
    }

    void rejected(RejectedRecord record) {
        rejected.add(record.stage() + ": " + record.reason(), 1);
    }

    NameCounts filtered() {
        return filtered;
    }

    NameCounts rejected() {
        return rejected;
    }

    NameCounts noted() {
        return noted;
    }
}
