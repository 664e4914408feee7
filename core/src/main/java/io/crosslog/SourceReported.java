package io.crosslog;

import io.crosslog.spi.SourceEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the readers of a pipeline have reported, taken together. Immutable. */
record SourceReported(
        long lagRecords,
        Duration lagAge,
        Optional<SourceEvent.Flow> flow,
        List<SourceEvent.Progress> progress,
        long losses,
        List<SourceEvent.PossibleLoss> lastLosses) {}
