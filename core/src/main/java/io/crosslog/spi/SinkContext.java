package io.crosslog.spi;

/** What a sink's or a rejection handler's writer may ask of the engine. Safe for concurrent calls. */
public interface SinkContext {

    /** {@return the name of the pipeline} */
    String pipeline();

    /**
     * Counts bytes that went to the other side, at each attempt: that is what people pay for (rule R10).
     *
     * @param raw bytes before compression
     * @param compressed bytes on the wire
     */
    void sent(long raw, long compressed);

    /**
     * Counts something worth knowing, such as a value that was cut to the service's limit.
     *
     * @param name what to count it under, of a small set
     */
    void count(String name);
}
