package io.crosslog;

import io.crosslog.spi.CheckpointStore;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.Normalizer;
import io.crosslog.spi.RejectionHandler;
import io.crosslog.spi.Sink;
import io.crosslog.spi.Source;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All that the engine knows of a pipeline. A decoder and a normalizer are asked for once for each writing thread. */
record PipelinePlan(
        String name,
        Source source,
        Supplier<? extends Decoder> decoders,
        Supplier<? extends Normalizer> normalizers,
        Sink sink,
        @Nullable RejectionHandler rejections,
        @Nullable CheckpointStore checkpoints,
        PipelineSettings settings,
        PipelineListener listener) {}
