package io.crosslog;

import io.crosslog.model.LogEvent;
import io.crosslog.model.RejectedRecord;

/** Something made of a record that is not done until it is durable, or handed over. */
sealed interface Part {

    /** What a part takes beside names and values: its objects, the headers of their arrays, its places in queues. */
    int OVERHEAD = 250;

    /** What a field takes beside its name and value: its cells in six arrays, and often an array of its own. */
    int FIELD_OVERHEAD = 40;

    /** The record that it was made of. */
    RecordFate fate();

    /** How many bytes it holds, which is what a sink's limits are about. */
    long bytes();

    /** About how many bytes of memory it takes, which is what counts against the memory budget (rule R8). */
    long footprint();

    /** Whether it counts as a part of its record; a rejection of the whole record does not. */
    boolean counts();

    /** An event to be delivered. Immutable. */
    record Event(LogEvent event, RecordFate fate) implements Part {
        @Override
        public long bytes() {
            return event.sizeInBytes();
        }

        @Override
        public long footprint() {
            return bytes() + OVERHEAD + (long) FIELD_OVERHEAD * event.size();
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

        @Override
        public long footprint() {
            return bytes() + OVERHEAD;
        }
    }
}
