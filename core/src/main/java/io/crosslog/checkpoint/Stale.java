package io.crosslog.checkpoint;

import io.crosslog.model.Position;
import io.crosslog.spi.StaleClaimException;
import java.util.Collection;
import java.util.stream.Collectors;

/** Refuses saves of one who no longer holds the checkpoints. */
final class Stale {

    private Stale() {}

    static void check(boolean stale, Collection<Position> positions) throws StaleClaimException {
        if (stale) {
            throw new StaleClaimException(
                    positions.stream().map(Position::partition).collect(Collectors.toSet()));
        }
    }
}
