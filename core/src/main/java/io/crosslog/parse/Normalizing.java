package io.crosslog.parse;

import io.crosslog.mask.Masking;
import io.crosslog.model.LogEvent;
import io.crosslog.model.RawRecord;
import io.crosslog.model.Stage;
import io.crosslog.spi.NormalizeException;
import io.crosslog.spi.Normalizer;
import java.util.Objects;
import java.util.Optional;

/** The leg on which an event is normalized. Confined to one thread. */
public final class Normalizing implements Leg {

    private final Normalizer normalizer;
    private final Masking masking;
    private final Leg next;
    private final Refusals refusals;
    private final Parts parts;

    /**
     * A leg.
     *
     * @param branch number of the branch under which counts what the normalizer gives up on
     * @param normalizer translates events
     * @param masking masks what the normalizer made, and what it rejected
     * @param next where events go then
     */
    public Normalizing(int branch, Normalizer normalizer, Masking masking, Leg next) {
        this.normalizer = Objects.requireNonNull(normalizer, "normalizer");
        this.masking = Objects.requireNonNull(masking, "masking");
        this.next = Objects.requireNonNull(next, "next");
        this.refusals = new Refusals(branch, Stage.NORMALIZE, masking);
        this.parts = new Parts(masking);
    }

    @Override
    public void take(LogEvent event, RawRecord record, BranchOutput out) {
        int index = event.index();
        parts.clear();
        try {
            normalizer.normalize(event, parts);
        } catch (NormalizeException e) {
            refusals.event(masked(event, e.record()), record, Refusals.reason(e, normalizer), out);
            return;
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            throw refusals.bug("normalizer", normalizer, record, e);
        }
        parts.counts().forEach(out::counted);
        if (parts.isSilent()) {
            LogEvent rejected = masked(event, parts.lastHandedOn());
            refusals.event(rejected, record, Refusals.silent("normalizer", normalizer), out);
        }
        for (int sub = 0; sub < parts.parts().size(); sub++) {
            Parts.Part part = parts.parts().get(sub);
            if (part instanceof Parts.Emitted emitted) {
                next.take(masking.maskFields(emitted.event()).at(index, sub), record, out);
            } else {
                refusals.part(part, record, index, out);
            }
        }
    }

    /** The event with what a normalizer has left of its record, if that is not another record, nor another part of it. */
    private static LogEvent masked(LogEvent event, Optional<RawRecord> left) {
        return left.filter(event.record()::isFormOf).map(event::madeOf).orElse(event);
    }
}
