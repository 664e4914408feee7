package io.crosslog.parse;

import io.crosslog.mask.Masking;
import io.crosslog.model.LogEvent;
import io.crosslog.model.RawRecord;
import io.crosslog.model.RejectedRecord;
import io.crosslog.model.Stage;
import io.crosslog.spi.DecodeException;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.NormalizeException;
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
    private final Normalizer normalizer;
    private final Masking masking;
    private final Parts decoded = new Parts();
    private final Parts normalized = new Parts();

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
        this.decoder = Objects.requireNonNull(decoder, "decoder");
        this.normalizer = Objects.requireNonNull(normalizer, "normalizer");
        this.masking = Objects.requireNonNull(masking, "masking");
    }

    /**
     * Makes of a record everything that is to be made of it.
     *
     * @param record the record
     * @return what was made of it
     * @throws ParserBugException if decoder or normalizer threw what no input may make them throw
     */
    public ParsedRecord parse(RawRecord record) {
        RawRecord masked = masking.mask(record);
        Made made = new Made(masked, masking);
        if (record.damage().isPresent()) {
            made.whole(Stage.READ, record.damage().get());
        } else if (record.emptiness().isPresent()) {
            made.filtered.add(record.emptiness().get());
        } else {
            decode(record, made);
        }
        return made.done();
    }

    private void decode(RawRecord record, Made made) {
        decoded.clear();
        try {
            decoder.decode(record, decoded);
        } catch (DecodeException e) {
            made.whole(Stage.DECODE, reason(e, decoder));
            return;
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            throw new ParserBugException("decoder", decoder, record, MaskedCause.of(e, masking));
        }
        made.counted.addAll(decoded.counts());
        if (decoded.isSilent()) {
            made.whole(Stage.DECODE, silent("decoder", decoder));
        }
        for (int i = 0; i < decoded.parts().size(); i++) {
            Parts.Part part = decoded.parts().get(i);
            if (part instanceof Parts.Emitted emitted) {
                normalize(masked(emitted.event().at(i, 0), record, made.record), i, made);
            } else {
                made.part(part, i, Stage.DECODE);
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

    private void normalize(LogEvent event, int index, Made made) {
        normalized.clear();
        try {
            normalizer.normalize(event, normalized);
        } catch (NormalizeException e) {
            made.event(event, index, reason(e, normalizer));
            return;
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            throw new ParserBugException("normalizer", normalizer, event.record(), MaskedCause.of(e, masking));
        }
        made.counted.addAll(normalized.counts());
        if (normalized.isSilent()) {
            made.event(event, index, silent("normalizer", normalizer));
        }
        for (int sub = 0; sub < normalized.parts().size(); sub++) {
            Parts.Part part = normalized.parts().get(sub);
            if (part instanceof Parts.Emitted emitted) {
                made.events.add(masking.maskFields(emitted.event()).at(index, sub));
            } else {
                made.part(part, index, Stage.NORMALIZE);
            }
        }
    }

    private static String reason(Exception e, Object thrower) {
        String message = e.getMessage();
        return message == null ? thrower.getClass().getName() + " gave no reason" : message;
    }

    private static String silent(String kind, Object who) {
        return "the " + kind + " " + who.getClass().getName() + " neither emitted, rejected nor filtered anything";
    }

    /** What has been made of a record so far; the record is the masked one. */
    private static final class Made {

        private final RawRecord record;
        private final Masking masking;
        private final List<LogEvent> events = new ArrayList<>(1);
        private final List<RejectedRecord> rejected = new ArrayList<>(0);
        private final List<String> filtered = new ArrayList<>(0);
        private final List<String> counted = new ArrayList<>(0);
        private int rejectedEvents;
        private int filteredEvents;

        private Made(RawRecord record, Masking masking) {
            this.record = record;
            this.masking = masking;
        }

        private void whole(Stage stage, String reason) {
            rejected.add(RejectedRecord.whole(record, stage, masking.mask(reason)));
        }

        /** An event is rejected with the bytes that its decoder took it from, which may be a slice of the record. */
        private void event(LogEvent event, int index, String reason) {
            byte[] bytes = event.record().copyBytes();
            rejected.add(RejectedRecord.part(record, index, Stage.NORMALIZE, masking.mask(reason), bytes));
            rejectedEvents++;
        }

        private void part(Parts.Part part, int index, Stage stage) {
            if (part instanceof Parts.Rejected r) {
                byte[] bytes = masking.mask(r.bytes());
                rejected.add(RejectedRecord.part(record, index, stage, masking.mask(r.reason()), bytes));
                rejectedEvents++;
            } else if (part instanceof Parts.Filtered f) {
                filtered.add(f.reason());
                filteredEvents++;
            }
        }

        private ParsedRecord done() {
            return new ParsedRecord(events, rejected, filtered, counted, rejectedEvents, filteredEvents);
        }
    }
}
