package io.crosslog;

import io.crosslog.model.LogEvent;
import io.crosslog.model.RejectedRecord;

/** Something made of a record that is not done until it is durable, or handed over. */
sealed interface Part {

    /** The record that it was made of. */
    RecordFate fate();

    /** How many bytes it holds. */
    long bytes();

    /** Whether it counts as a part of its record; a rejection of the whole record does not. */
    boolean counts();

    /** An event to be delivered. Immutable. */
    record Event(LogEvent event, RecordFate fate) implements Part {
        @Override
        public long bytes() {
            return event.sizeInBytes();
        }

        @Override
        public boolean counts() {
            return true;
        }
    }

    /** A rejection to be handed over. Immutable. */
    record Rejection(RejectedRecord rejected, RecordFate fate, boolean counts) implements Part {
        @Override
        public long bytes() {
            return rejected.length();
        }
    }
}
