package io.crosslog.loopback.sls;

import io.crosslog.loopback.sls.SlsRequest.Outcome;
import java.io.EOFException;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** Takes one request through checks, faults and acceptance, and records what became of it. Safe for concurrent calls. */
final class Dispatcher {
    private static final long FOR_EVER = Long.MAX_VALUE / 2;

    private final Routing routing;
    private final PutLogs putLogs;
    private final Faults faults;
    private final SlsRequests requests;
    private final Clock clock;
    private final int maxBody;
    private final AtomicLong numbers = new AtomicLong();

    Dispatcher(Routing routing, PutLogs putLogs, Faults faults, SlsRequests requests, Clock clock, SlsLimits limits) {
        this.routing = routing;
        this.putLogs = putLogs;
        this.faults = faults;
        this.requests = requests;
        this.clock = clock;
        this.maxBody = limits.maxRawBytes() + (64 << 10);
    }

    /** Serves one request; returns whether the connection may carry another. */
    boolean serve(HttpHead head, Wire wire) throws IOException, InterruptedException {
        Trace trace = new Trace(requests, numbers.getAndIncrement(), clock.instant());
        try {
            return serve(head, wire, trace);
        } catch (Refusal refusal) {
            trace.end(Outcome.REFUSED, refusal.status(), refusal.code());
            String id = trace.requestId();
            HttpAnswer answer = HttpAnswer.error(refusal.status(), refusal.code(), refusal.text(), id);
            // A refusal that left the body unread cannot be followed by another request.
            boolean bodyRead = !refusal.code().equals("MissingContentLength");
            return answer(wire, answer, bodyRead && head.keepsAlive());
        }
    }

    private boolean serve(HttpHead head, Wire wire, Trace trace) throws Refusal, IOException, InterruptedException {
        Target target;
        try {
            target = routing.targetOf(head);
        } catch (Refusal misrouted) {
            readBody(head, wire, trace);
            throw misrouted;
        }
        trace.target(target);
        if (faults.strike(target.project(), target.logstore(), null) != null) {
            trace.end(Outcome.CUT, 0, "");
            wire.cut();
            return false;
        }
        byte[] body = readBody(head, wire, trace);
        PutLogsCall call = putLogs.check(target, head, body, trace);
        trace.call(call);
        Faults.InForce struck = faults.strike(target.project(), target.logstore(), call.topic());
        return struck == null ? accept(call, head, wire, trace) : misbehave(struck, call, head, wire, trace);
    }

    private byte[] readBody(HttpHead head, Wire wire, Trace trace) throws Refusal, IOException {
        long length = head.contentLength();
        if (length < 0) {
            if (head.method().equals("GET")) {
                return new byte[0];
            }
            throw new Refusal(
                    411, "MissingContentLength", "Content-Length does not exist in http header when it is necessary.");
        }
        byte[] body;
        try {
            body = wire.readBody(head, length, maxBody);
        } catch (EOFException e) {
            trace.end(Outcome.ABANDONED, 0, "");
            throw e;
        }
        if (body == null) {
            throw new Refusal(400, "PostBodyTooLarge", "Body of " + length + " bytes is larger than " + maxBody);
        }
        trace.body(head, body);
        return body;
    }

    private boolean misbehave(Faults.InForce struck, PutLogsCall call, HttpHead head, Wire wire, Trace trace)
            throws Refusal, IOException, InterruptedException {
        FaultAction action = struck.fault().action();
        switch (action.kind()) {
            case ANSWER -> {
                trace.end(Outcome.FAULTED, action.status(), action.code());
                HttpAnswer answer =
                        action.answer(trace.requestId(), struck.fault().withRequestId());
                return answer(wire, answer, head.keepsAlive());
            }
            case STALL_BEFORE_ACCEPTING -> {
                if (wire.holdUntil(struck.gate(), FOR_EVER)) {
                    return accept(call, head, wire, trace);
                }
                trace.end(Outcome.ABANDONED, 0, "");
                return false;
            }
            case STALL_AFTER_ACCEPTING -> {
                return acceptThenHold(call, struck, FOR_EVER, head, wire, trace);
            }
            case SLOW -> {
                return acceptThenHold(call, struck, action.delay().toNanos(), head, wire, trace);
            }
            case CUT_AFTER_ACCEPTING -> {
                call.accept(trace.requestId());
                trace.end(Outcome.ACCEPTED_UNANSWERED, 0, "");
            }
            case CUT_BEFORE_READING, CUT_BEFORE_ACCEPTING -> trace.end(Outcome.CUT, 0, "");
        }
        wire.cut();
        return false;
    }

    private boolean accept(PutLogsCall call, HttpHead head, Wire wire, Trace trace) throws Refusal, IOException {
        call.accept(trace.requestId());
        trace.end(Outcome.ACCEPTED, 200, "");
        return answer(wire, HttpAnswer.ok(trace.requestId()), head.keepsAlive());
    }

    private boolean acceptThenHold(
            PutLogsCall call, Faults.InForce struck, long nanos, HttpHead head, Wire wire, Trace trace)
            throws Refusal, IOException, InterruptedException {
        call.accept(trace.requestId());
        if (!wire.holdUntil(struck.gate(), nanos)) {
            trace.end(Outcome.ACCEPTED_UNANSWERED, 0, "");
            return false;
        }
        trace.end(Outcome.ACCEPTED, 200, "");
        return answer(wire, HttpAnswer.ok(trace.requestId()), head.keepsAlive());
    }

    private boolean answer(Wire wire, HttpAnswer answer, boolean keepAlive) throws IOException {
        wire.answer(answer, clock.instant(), keepAlive);
        return keepAlive;
    }
}
