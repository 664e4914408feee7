package io.crosslog.testkit;

import io.crosslog.spi.Normalizer;

/**
 * The rules that every normalizer keeps: subclass it in a test, give a normalizer, the decoder before it and some records that
 * both take, and run. They are those of {@link DecoderContract}, asked of the two together.
 */
public abstract class NormalizerContract extends DecoderContract {

    /** A contract to be subclassed. */
    protected NormalizerContract() {}

    /**
     * The normalizer.
     *
     * @return the normalizer; the same for all calls, or a new one
     */
    @Override
    protected abstract Normalizer normalizer();
}
