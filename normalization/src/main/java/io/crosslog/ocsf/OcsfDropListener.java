package io.crosslog.ocsf;

/**
 * Hears of values that were put into a draft but cannot stay in the event, so that their source fields can go to {@code
 * unmapped} instead: within the call, {@link OcsfDraft#unmapped} may be called. Called by {@link OcsfDraft#complete} on its
 * thread, for values that have an origin.
 */
@FunctionalInterface
public interface OcsfDropListener {

    /**
     * A value is dropped.
     *
     * @param path where it was, such as {@code src_endpoint.port}
     * @param value the value in its attribute's type
     * @param origin what the caller of {@link OcsfDraft#put} said it was made of
     * @param reason why it cannot stay, for people
     */
    void dropped(String path, Object value, Object origin, String reason);
}
