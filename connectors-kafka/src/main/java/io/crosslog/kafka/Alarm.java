package io.crosslog.kafka;

import io.crosslog.spi.SourceContext;
import io.crosslog.spi.SourceEvent;

/** Trouble of one kind, told when it begins and when it is over. Confined to one thread. */
final class Alarm {

    private final SourceContext context;
    private final String kind;
    private boolean raised;

    Alarm(SourceContext context, String kind) {
        this.context = context;
        this.kind = kind;
    }

    void raise(String reason, String advice) {
        if (!raised) {
            context.report(new SourceEvent.Trouble(kind, reason, advice));
            raised = true;
        }
    }

    void over() {
        if (raised) {
            context.report(new SourceEvent.Recovered(kind));
            raised = false;
        }
    }
}
