package io.crosslog.parse;

import io.crosslog.model.RawRecord;

/**
 * A decoder or normalizer threw what no input may make it throw: a bug in it, at which a pipeline stops. The message holds
 * nothing of the record; that of the cause is foreign and may, so a pipeline logs the cause's class and stack alone.
 */
public final class ParserBugException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ParserBugException(String kind, Object who, RawRecord record, Throwable cause) {
        super(
                "the " + kind + " " + who.getClass().getName() + " threw "
                        + cause.getClass().getName() + " at record "
                        + record.origin() + " (" + record.length()
                        + " bytes): a bug in it, since bad data is told by an"
                        + " exception of its own",
                cause);
    }
}
