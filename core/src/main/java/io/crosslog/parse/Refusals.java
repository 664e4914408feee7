package io.crosslog.parse;

import io.crosslog.mask.Masking;
import io.crosslog.model.LogEvent;
import io.crosslog.model.RawRecord;
import io.crosslog.model.RejectedRecord;
import io.crosslog.model.Stage;

/** Makes rejections that hold no secrets of what is said of records and parts at one stage. Immutable. */
final class Refusals {

    private final int branch;
    private final Stage stage;
    private final Masking masking;

    Refusals(int branch, Stage stage, Masking masking) {
        this.branch = branch;
        this.stage = stage;
        this.masking = masking;
    }

    /** A record is rejected whole; it is the masked one. */
    void whole(RawRecord record, Stage at, String reason, BranchOutput out) {
        out.rejected(branch, RejectedRecord.whole(record, at, masking.mask(reason)), false);
    }

    /** An event is rejected with the bytes that its decoder took it from, which may be a part of the record. */
    void event(LogEvent event, RawRecord record, String reason, BranchOutput out) {
        out.rejected(branch, RejectedRecord.event(record, event, stage, masking.mask(reason)), true);
    }

    /** Passes on what was said of a part that was not emitted. */
    void part(Parts.Part part, RawRecord record, int index, BranchOutput out) {
        if (part instanceof Parts.Rejected r) {
            byte[] bytes = masking.mask(r.bytes());
            out.rejected(branch, RejectedRecord.part(record, index, stage, masking.mask(r.reason()), bytes), true);
        } else if (part instanceof Parts.Filtered f) {
            out.filtered(branch, f.reason(), true);
        }
    }

    /** A bug in foreign code, whose message may hold anything. */
    ParserBugException bug(String kind, Object who, RawRecord record, Throwable thrown) {
        return new ParserBugException(kind, who, record, MaskedCause.of(thrown, masking));
    }

    static String reason(Exception e, Object thrower) {
        String message = e.getMessage();
        return message == null ? thrower.getClass().getName() + " gave no reason" : message;
    }

    static String silent(String kind, Object who) {
        return "the " + kind + " " + who.getClass().getName() + " neither emitted, rejected nor filtered anything";
    }
}
