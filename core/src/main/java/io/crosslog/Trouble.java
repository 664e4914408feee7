package io.crosslog;

import java.time.Instant;

/**
 * Something that is wrong now.
 *
 * <p>Immutable and thread-safe.
 *
 * @param where what it concerns, such as {@code write of partition 'waf-0'}
 * @param state {@link PipelineState#BLOCKED}, {@link PipelineState#THROTTLED}, {@link PipelineState#RETRYING}, or
 *     {@link PipelineState#RUNNING} for what the source can live with
 * @param reason what is wrong
 * @param advice what to do about it; empty if there is nothing to do but wait
 * @param since since when
 * @param attempts how many attempts have failed in a row
 */
public record Trouble(String where, PipelineState state, String reason, String advice, Instant since, int attempts) {}
