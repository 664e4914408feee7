package io.crosslog;

import io.crosslog.parse.RecordParser;
import io.crosslog.spi.CheckpointStore;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.RejectionHandler;
import io.crosslog.spi.Source;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All that the engine knows of a pipeline. A decoder and the normalizers are asked for once for each working thread. */
record PipelinePlan(
        String name,
        Source source,
        Supplier<? extends Decoder> decoders,
        Routing routing,
        @Nullable RejectionHandler rejections,
        @Nullable CheckpointStore checkpoints,
        PipelineSettings settings,
        PipelineListener listener) {

    /** A parser of a thread's own. */
    RecordParser parser() {
        return new RecordParser(
                decoders.get(),
                Routing.UNROUTED,
                settings.masking(),
                routing.legs().apply(settings.masking()));
    }
}
