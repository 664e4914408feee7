package io.crosslog.s3;

import io.crosslog.model.Position;
import io.crosslog.spi.SourceContext;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The lanes that fall to one reader: every so manieth of all, whoever may hold them. Those that another process holds are
 * asked for again, a few at each beat, in rotation; once one of them is free the others are asked for at once. Confined to
 * the reader's thread.
 */
final class Claims {

    private static final long BEAT_NANOS = Duration.ofSeconds(1).toNanos();

    /** After lanes were handed over the others are first. */
    private static final long AFTER_OTHERS_NANOS = Duration.ofSeconds(5).toNanos();

    /** So that each lane is asked for twice within the minute for which one that was handed over is kept. */
    private static final int REFUSALS_PER_BEAT = 2;

    private final S3Settings settings;
    private final SourceContext context;
    private final Discovery discovery;
    private final Workers workers;
    private final Map<String, Lane> held = new HashMap<>();
    private final Deque<Integer> missing = new ArrayDeque<>();
    private final long scope;
    private boolean askAll = true;
    private @Nullable IOException failure;
    private long askAt = System.nanoTime();
    private boolean passed;
    private long passedAt;

    Claims(S3Settings settings, SourceContext context, Discovery discovery, Workers workers) {
        this.settings = settings;
        this.context = context;
        this.discovery = discovery;
        this.workers = workers;
        this.scope = LaneToken.scope(settings.bucket(), settings.prefix());
        for (int number = context.index(); number < LaneNames.LANES; number += context.readers()) {
            missing.add(number);
        }
    }

    /** Takes lanes that are free, if it is time to ask. After a failure it is none until {@link #retry}. */
    void take() {
        if (failure != null || missing.isEmpty() || askAt - System.nanoTime() > 0) {
            return;
        }
        discovery.lister().gather();
        try {
            ask();
        } catch (IOException e) {
            failure = e;
        } finally {
            discovery.lister().gathered();
        }
        askAt = System.nanoTime() + BEAT_NANOS;
    }

    private void ask() throws IOException {
        int refusals = 0;
        for (int left = missing.size(); left > 0 && (askAll || refusals < REFUSALS_PER_BEAT); left--) {
            int number = missing.getFirst();
            Optional<Position> from = context.claim(LaneNames.name(number));
            missing.removeFirst();
            if (from.isPresent()) {
                hold(number, from.get());
                askAll = true;
            } else {
                missing.addLast(number);
                refusals++;
            }
        }
        askAll = false;
    }

    /** {@return why the checkpoint store could not be asked, if it was so the last time} */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Asks again after a failure. */
    void retry() {
        if (failure != null) {
            failure = null;
            askAt = System.nanoTime();
        }
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
                missing.add(lane.number());
            }
        }
        askAt = System.nanoTime() + AFTER_OTHERS_NANOS;
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
        passed = failure == null && held.values().stream().allMatch(Lane::hasPassed);
        if (!passed) {
            return false;
        }
        passedAt = before ? passedAt : System.nanoTime();
        return missing.isEmpty() || System.nanoTime() - passedAt >= settings.othersNanos();
    }

    /** {@return the numbers of the lanes that are held} */
    Set<Integer> lanesHeld() {
        return held.values().stream().map(Lane::number).collect(Collectors.toUnmodifiableSet());
    }
}
