package io.crosslog.spi;

import io.crosslog.model.LogEvent;
import org.jspecify.annotations.Nullable;

/** Hands what is emitted to a next step, which tells what becomes of it where this was to be told. Confined to one thread. */
final class OnwardOutput implements Output {

    private final Output out;
    private final Step next;
    private @Nullable NormalizeException failure;

    OnwardOutput(Output out, Step next) {
        this.out = out;
        this.next = next;
    }

    @Override
    public void emit(LogEvent event) {
        if (failure != null) {
            return;
        }
        LogEvent handedOn = out.handedOn(event);
        try {
            next.take(handedOn, out);
        } catch (NormalizeException e) {
            // Whoever emits cannot throw it on; all of the event is discarded in the end.
            failure = e.record().isPresent() ? e : e.about(handedOn.record());
        }
    }

    @Override
    public void reject(byte[] part, String reason) {
        out.reject(part, reason);
    }

    @Override
    public void filter(String reason) {
        out.filter(reason);
    }

    @Override
    public void count(String name) {
        out.count(name);
    }

    @Override
    public LogEvent handedOn(LogEvent event) {
        return out.handedOn(event);
    }

    void throwIfFailed() throws NormalizeException {
        if (failure != null) {
            throw failure;
        }
    }

    /** What an emitted event is handed to. */
    interface Step {
        void take(LogEvent event, Output out) throws NormalizeException;
    }
}
