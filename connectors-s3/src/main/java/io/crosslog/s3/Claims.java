package io.crosslog.s3;

import io.crosslog.model.Position;
import io.crosslog.spi.SourceContext;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The lanes that fall to one reader: every so manieth of all, whoever may hold them. Those that another process holds are
 * asked for again at a slow beat. Confined to the reader's thread.
 */
final class Claims {

    private static final long AGAIN_NANOS = Duration.ofSeconds(5).toNanos();

    private final S3Settings settings;
    private final SourceContext context;
    private final Discovery discovery;
    private final Workers workers;
    private final Map<String, Lane> held = new HashMap<>();
    private final long scope;
    private long askAt = System.nanoTime();
    private boolean passed;
    private long passedAt;

    Claims(S3Settings settings, SourceContext context, Discovery discovery, Workers workers) {
        this.settings = settings;
        this.context = context;
        this.discovery = discovery;
        this.workers = workers;
        this.scope = LaneToken.scope(settings.bucket(), settings.prefix());
    }

    /** Takes lanes that are free, if it is time to ask. */
    void take() throws IOException {
        if (askAt - System.nanoTime() > 0 || isComplete()) {
            return;
        }
        for (int number = context.index(); number < LaneNames.LANES; number += context.readers()) {
            String name = LaneNames.name(number);
            if (!held.containsKey(name)) {
                Optional<Position> from = context.claim(name);
                if (from.isPresent()) {
                    hold(number, from.get());
                }
            }
        }
        askAt = System.nanoTime() + AGAIN_NANOS;
    }

    private void hold(int number, Position from) {
        boolean isNew = from.isStart();
        LaneState state =
                isNew ? settings.start().state() : LaneToken.read(number, scope, settings.where(), from.token());
        LaneProgress progress = new LaneProgress(
                number,
                scope,
                state,
                isNew,
                settings.mostRemembered(),
                settings.lateness().toMillis());
        Lane lane = new Lane(number, progress, workers::ready);
        held.put(lane.name(), lane);
        lane.resume();
        discovery.census().ifPresent(census -> census.add(number, state));
        discovery.lister().add(lane);
    }

    /** Gives lanes up. */
    void giveUp(Set<String> names) {
        for (String name : names) {
            Lane lane = held.remove(name);
            if (lane != null) {
                lane.drop();
                discovery.lister().remove(lane);
            }
        }
        askAt = System.nanoTime() + AGAIN_NANOS;
    }

    /** Gives all lanes up. */
    void leave() {
        giveUp(Set.copyOf(held.keySet()));
    }

    /**
     * Whether each lane has come to the end of a pass that began here. Lanes that others hold are theirs to pass; they are
     * waited for only so long that those of a process that died would have come free.
     */
    boolean allPassed() {
        boolean before = passed;
        passed = held.values().stream().allMatch(Lane::hasPassed);
        if (!passed) {
            return false;
        }
        passedAt = before ? passedAt : System.nanoTime();
        return isComplete() || System.nanoTime() - passedAt >= settings.othersNanos();
    }

    /** {@return the numbers of the lanes that are held} */
    Set<Integer> lanesHeld() {
        return held.values().stream().map(Lane::number).collect(Collectors.toUnmodifiableSet());
    }

    private boolean isComplete() {
        int share = (LaneNames.LANES - context.index() + context.readers() - 1) / context.readers();
        return held.size() >= share;
    }
}
