package io.crosslog.parse;

import io.crosslog.mask.Masking;
import io.crosslog.model.LogEvent;
import io.crosslog.model.RawRecord;
import io.crosslog.spi.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what one call of a decoder or normalizer says, in order, until it is known that the call did not throw.
 *
 * <p>Confined to one thread.
 */
public final class Parts implements Output {

    private final List<Part> parts = new ArrayList<>();
    private final List<String> counts = new ArrayList<>(0);
    private final Masking masking;
    private @Nullable RawRecord handedOn;

    /** A collection without parts, for a decoder, or for what no masks hold for. */
    public Parts() {
        this(Masking.none());
    }

    /** A collection without parts; masks hold for what one normalizer hands on to the next. */
    Parts(Masking masking) {
        this.masking = masking;
    }

    @Override
    public void emit(LogEvent event) {
        parts.add(new Emitted(event));
    }

    @Override
    public void reject(byte[] part, String reason) {
        parts.add(new Rejected(part, reason));
    }

    @Override
    public void filter(String reason) {
        parts.add(new Filtered(reason));
    }

    @Override
    public void count(String name) {
        counts.add(name);
    }

    @Override
    public LogEvent handedOn(LogEvent event) {
        LogEvent masked = masking.maskFields(event);
        handedOn = masked.record();
        return masked;
    }

    /** {@return whether nothing was emitted, rejected or filtered} */
    public boolean isSilent() {
        return parts.isEmpty();
    }

    /**
     * Says all of it again.
     *
     * @param out to whom
     */
    public void replay(Output out) {
        parts.forEach(part -> part.say(out));
        counts.forEach(out::count);
    }

    /** The record of the event that one normalizer last handed on to the next, if one did. */
    Optional<RawRecord> lastHandedOn() {
        return Optional.ofNullable(handedOn);
    }

    List<Part> parts() {
        return parts;
    }

    List<String> counts() {
        return counts;
    }

    void clear() {
        parts.clear();
        counts.clear();
        handedOn = null;
    }

    /** One thing said of a part of the input. */
    interface Part {
        void say(Output out);
    }

    record Emitted(LogEvent event) implements Part {
        @Override
        public void say(Output out) {
            out.emit(event);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Rejected(byte[] bytes, String reason) implements Part {
        @Override
        public void say(Output out) {
            out.reject(bytes, reason);
        }
    }

    record Filtered(String reason) implements Part {
        @Override
        public void say(Output out) {
            out.filter(reason);
        }
    }
}
