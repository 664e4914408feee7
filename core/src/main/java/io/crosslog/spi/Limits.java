package io.crosslog.spi;

/**
 * How much a sink takes in one write.
 *
 * @param maxEvents number of events, at least 1
 * @param maxBytes their {@link io.crosslog.model.LogEvent#sizeInBytes() sizes} added up, at least 1
 */
public record Limits(int maxEvents, long maxBytes) {

    /** Checks both numbers. */
    public Limits {
        if (maxEvents < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "limits were " + maxEvents + " events and " + maxBytes + " bytes but each must be at least 1");
        }
    }
}
