package io.crosslog.normalize;

import io.crosslog.ocsf.OcsfAttribute;
import io.crosslog.ocsf.OcsfSlot;
import org.jspecify.annotations.Nullable;

/**
 * The attribute that a mapping writes. Immutable and thread-safe.
 *
 * @param label rule and attribute, for counts
 * @param path the attribute's path from the event on, for tables
 * @param slot where to put the value
 * @param sibling where the source's own word goes when an enum has no number for it, or null
 */
record Place(
        String label, String path, OcsfSlot slot, @Nullable OcsfSlot sibling) {

    /** Whether this is the time of the event, of which the engine tells more. */
    boolean isEventTime() {
        return slot.path().text().equals("time");
    }

    OcsfAttribute attribute() {
        return slot.path().attribute();
    }
}
