package io.crosslog;

import io.crosslog.model.Position;
import io.crosslog.model.RecordBatch;
import io.crosslog.model.RejectedRecord;
import io.crosslog.spi.SourceEvent;
import io.crosslog.spi.WriteBatch;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Hears what a pipeline does, for metrics and logs. Every method does nothing by default.
 *
 * <p>Called on the pipeline's own threads, by several at once, {@link #stateChanged} and {@link #failed} by one; must be
 * quick, since the pipeline waits meanwhile. It may close the pipeline. What it throws stops the pipeline, as a failure.
 */
public interface PipelineListener {

    /** A listener that does nothing. */
    PipelineListener NONE = new PipelineListener() {};

    /**
     * The state changed. States that lasted for a moment only may be left out; the last one told is always the present one.
     *
     * @param pipeline name of the pipeline
     * @param from the state told before
     * @param to the present state
     * @param reason why, with advice if there is any; empty where there is nothing to say
     */
    default void stateChanged(String pipeline, PipelineState from, PipelineState to, String reason) {}

    /**
     * A batch was read.
     *
     * @param pipeline name of the pipeline
     * @param batch the batch, maybe without records
     */
    default void polled(String pipeline, RecordBatch batch) {}

    /**
     * A write came back, in whole or in part.
     *
     * @param pipeline name of the pipeline
     * @param batch what was given to the sink
     * @param delivered how many of its events are durable
     * @param took how long it took
     */
    default void written(String pipeline, WriteBatch batch, int delivered, Duration took) {}

    /**
     * Something failed and will be tried again.
     *
     * @param pipeline name of the pipeline
     * @param where what failed, such as {@code write of partition 'waf-0'}, with routes {@code branch 'raw', write of
     *     partition 'waf-0'}
     * @param cause how it failed
     * @param attempt how many attempts have failed in a row
     * @param delay when it will be tried again
     */
    default void retried(String pipeline, String where, IOException cause, int attempt, Duration delay) {}

    /**
     * Rejected records were handed over.
     *
     * @param pipeline name of the pipeline
     * @param rejected the records, of one partition
     */
    default void rejected(String pipeline, List<RejectedRecord> rejected) {}

    /**
     * A reader has committed.
     *
     * @param pipeline name of the pipeline
     * @param positions where each partition would now resume
     */
    default void committed(String pipeline, Collection<Position> positions) {}

    /**
     * A source said something: a possible loss, its lag, its progress, a trouble.
     *
     * @param pipeline name of the pipeline
     * @param event what it said
     */
    default void reported(String pipeline, SourceEvent event) {}

    /**
     * The pipeline has ended because of a failure; called once, after everything was closed.
     *
     * @param pipeline name of the pipeline
     * @param cause the failure
     */
    default void failed(String pipeline, Throwable cause) {}
}
