package io.crosslog.parse;

import io.crosslog.mask.Masking;
import io.crosslog.model.LogEvent;
import io.crosslog.model.RawRecord;
import io.crosslog.model.RejectedRecord;
import io.crosslog.model.Stage;
import io.crosslog.spi.DecodeException;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Decodes and normalizes records, masking what is secret in them, and turns what is wrong with one into rejections of it
 * (rule R6).
 *
 * <p>Confined to one thread.
 */
public final class RecordParser {

    private final Decoder decoder;
    private final int unrouted;
    private final Masking masking;
    private final Refusals refusals;
    private final Leg first;
    private final Parts decoded = new Parts();

    /**
     * A parser with the masks that hold by default.
     *
     * @param decoder makes events of records
     * @param normalizer translates them
     */
    public RecordParser(Decoder decoder, Normalizer normalizer) {
        this(decoder, normalizer, Masking.defaults());
    }

    /**
     * A parser.
     *
     * @param decoder makes events of records
     * @param normalizer translates them
     * @param masking masks what the decoder made before the normalizer sees it, what the normalizer made of it, and all that
     *     is rejected
     */
    public RecordParser(Decoder decoder, Normalizer normalizer, Masking masking) {
        this(decoder, 0, masking, new Normalizing(0, normalizer, masking, Leg.into(0)));
    }

    /**
     * A parser for {@link #parse(RawRecord, BranchOutput)}.
     *
     * @param decoder makes events of records
     * @param unrouted number of the branch under which counts what the decoder gives up on
     * @param masking masks what the decoder made, and all that it rejected
     * @param first where events go
     */
    public RecordParser(Decoder decoder, int unrouted, Masking masking, Leg first) {
        this.decoder = Objects.requireNonNull(decoder, "decoder");
        this.unrouted = unrouted;
        this.masking = Objects.requireNonNull(masking, "masking");
        this.refusals = new Refusals(unrouted, Stage.DECODE, masking);
        this.first = Objects.requireNonNull(first, "first");
    }

    /**
     * Makes of a record everything that is to be made of it.
     *
     * @param record the record
     * @return what was made of it, of all branches together
     * @throws ParserBugException if decoder or normalizer threw what no input may make them throw
     */
    public ParsedRecord parse(RawRecord record) {
        Made made = new Made();
        parse(record, made);
        return made.done();
    }

    /**
     * Makes of a record everything that is to be made of it.
     *
     * @param record the record
     * @param out takes what was made of it, in order; nothing is to be kept of it if this call throws
     * @throws ParserBugException if decoder, normalizer or predicate threw what no input may make them throw
     */
    public void parse(RawRecord record, BranchOutput out) {
        RawRecord masked = masking.mask(record);
        if (record.damage().isPresent()) {
            refusals.whole(masked, Stage.READ, record.damage().get(), out);
        } else if (record.emptiness().isPresent()) {
            out.filtered(unrouted, record.emptiness().get(), false);
        } else {
            decode(record, masked, out);
        }
    }

    private void decode(RawRecord record, RawRecord masked, BranchOutput out) {
        decoded.clear();
        try {
            decoder.decode(record, decoded);
        } catch (DecodeException e) {
            refusals.whole(masked, Stage.DECODE, Refusals.reason(e, decoder), out);
            return;
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            throw refusals.bug("decoder", decoder, record, e);
        }
        decoded.counts().forEach(out::counted);
        if (decoded.isSilent()) {
            refusals.whole(masked, Stage.DECODE, Refusals.silent("decoder", decoder), out);
        }
        for (int i = 0; i < decoded.parts().size(); i++) {
            Parts.Part part = decoded.parts().get(i);
            if (part instanceof Parts.Emitted emitted) {
                first.take(masked(emitted.event().at(i, 0), record, masked), masked, out);
            } else {
                refusals.part(part, masked, i, out);
            }
        }
    }

    /** An event without secrets; all those of one record share its masked form, unless it is to hold even less. */
    private LogEvent masked(LogEvent event, RawRecord record, RawRecord masked) {
        if (masking.isNone()) {
            return event;
        }
        LogEvent clean = masking.maskFields(event);
        if (clean.record() != event.record()) {
            return clean;
        }
        return clean.madeOf(clean.record() == record ? masked : masking.mask(clean.record()));
    }

    /** What has been made of a record so far. */
    private static final class Made implements BranchOutput {

        private final List<LogEvent> events = new ArrayList<>(1);
        private final List<RejectedRecord> rejected = new ArrayList<>(0);
        private final List<String> filtered = new ArrayList<>(0);
        private final List<String> counted = new ArrayList<>(0);
        private int rejectedEvents;
        private int filteredEvents;

        @Override
        public void event(int branch, LogEvent event) {
            events.add(event);
        }

        @Override
        public void rejected(int branch, RejectedRecord rejection, boolean part) {
            rejected.add(rejection);
            rejectedEvents += part ? 1 : 0;
        }

        @Override
        public void filtered(int branch, String reason, boolean part) {
            filtered.add(reason);
            filteredEvents += part ? 1 : 0;
        }

        @Override
        public void counted(String name) {
            counted.add(name);
        }

        private ParsedRecord done() {
            return new ParsedRecord(events, rejected, filtered, counted, rejectedEvents, filteredEvents);
        }
    }
}
