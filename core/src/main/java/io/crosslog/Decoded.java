package io.crosslog;

import io.crosslog.model.LogEvent;
import io.crosslog.parse.ParsedRecord;

/** What was made of one record, and how much of it writes have taken. Confined to the thread that fills the write. */
final class Decoded {

    private final RecordFate fate;
    private final ParsedRecord parsed;
    private int taken;

    Decoded(RecordFate fate, ParsedRecord parsed) {
        this.fate = fate;
        this.parsed = parsed;
        if (!parsed.rejected().isEmpty()) {
            fate.rejected();
        }
    }

    RecordFate fate() {
        return fate;
    }

    ParsedRecord parsed() {
        return parsed;
    }

    boolean hasNext() {
        return taken < parsed.events().size();
    }

    LogEvent peek() {
        return parsed.events().get(taken);
    }

    void advance() {
        taken++;
    }

    /** How many events no write has taken yet. */
    int left() {
        return parsed.events().size() - taken;
    }
}
