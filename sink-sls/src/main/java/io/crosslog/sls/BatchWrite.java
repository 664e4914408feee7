package io.crosslog.sls;

import io.crosslog.model.LogEvent;
import io.crosslog.spi.BlockedException;
import io.crosslog.spi.SinkContext;
import io.crosslog.spi.WriteResult;
import io.crosslog.spi.WriteResult.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One write: its events by group, each group in requests one after another. A group that fails does not stop the others, as a
 * quota may hit one kind of log only, unless none could get through. Confined to one thread.
 */
final class BatchWrite {

    /** A refused request of 4,096 logs is down to one log after 12 halvings; a write finds this many bad ones at least. */
    private static final int MAX_REFUSED_REQUESTS = 256;

    private enum Fate {
        UNSENT,
        DELIVERED,
        REFUSED
    }

    private final SlsEncoding encoding;
    private final SlsCalls calls;
    private final SinkContext context;
    private final Workspace workspace;
    private final LogEncoder encoder;
    private final List<LogEvent> events;

    private final Fate[] fates;
    private final int[] slots;
    private final int[] changes;
    private final List<Refusal> refused = new ArrayList<>();
    private final Deadline patience;
    private int refusedRequests;
    private boolean blocked;
    private @Nullable IOException cause;

    BatchWrite(SlsEncoding encoding, SlsCalls calls, SinkContext context, Workspace workspace, List<LogEvent> events) {
        this.encoding = encoding;
        this.calls = calls;
        this.context = context;
        this.workspace = workspace;
        this.encoder = new LogEncoder(encoding, workspace);
        this.events = events;
        this.fates = new Fate[events.size()];
        Arrays.fill(fates, Fate.UNSENT);
        this.slots = new int[events.size()];
        this.changes = new int[events.size()];
        this.patience = Deadline.in(calls.requestTimeout().multipliedBy(2));
    }

    WriteResult run() throws InterruptedException {
        for (EventGroups.Group group : EventGroups.of(events, encoding, context::count)) {
            if (blocked || refusedRequests >= MAX_REFUSED_REQUESTS || cause != null && patience.isOver()) {
                break;
            }
            try {
                write(group);
            } catch (BlockedException e) {
                blocked = true;
                failed(e);
            } catch (IOException e) {
                failed(e);
            }
        }
        return result();
    }

    private WriteResult result() {
        IOException why = cause;
        List<LogEvent> unsent = new ArrayList<>();
        for (int i = 0; i < fates.length; i++) {
            if (fates[i] == Fate.UNSENT) {
                unsent.add(events.get(i));
            }
        }
        if (why != null && !unsent.isEmpty()) {
            return WriteResult.partial(refused, unsent, why);
        }
        return refused.isEmpty() ? WriteResult.complete() : WriteResult.refused(refused);
    }

    /** What blocks everything is told before what blocks one group. */
    private void failed(IOException e) {
        IOException earlier = cause;
        if (earlier == null) {
            cause = e;
        } else if (e instanceof BlockedException && !(earlier instanceof BlockedException)) {
            e.addSuppressed(earlier);
            cause = e;
        } else {
            earlier.addSuppressed(e);
        }
    }

    private void write(EventGroups.Group members) throws IOException, InterruptedException {
        LogGroup group = workspace.group;
        group.begin(members.tail());
        for (int index : members.indexes()) {
            String reason = encoder.prepare(events.get(index), members.tail().length, calls.now());
            if (reason != null) {
                refuse(index, reason);
                continue;
            }
            if (!encoder.appendIfRoom()) {
                send(group);
                group.begin(members.tail());
                encoder.appendIfRoom();
            }
            slots[group.count() - 1] = index;
            changes[index] = encoder.changes();
        }
        if (group.count() > 0) {
            send(group);
        }
    }

    /** Sends the group in order; what is refused whole is halved until the logs are found that are to blame. */
    private void send(LogGroup group) throws IOException, InterruptedException {
        Deque<Run> runs = new ArrayDeque<>();
        runs.push(new Run(0, group.count()));
        while (!runs.isEmpty()) {
            Run run = runs.pop();
            SlsAnswer answer = calls.put(group.run(run.from, run.to), workspace.compressor, context);
            if (answer.isDelivered()) {
                delivered(run);
            } else if (run.to - run.from == 1) {
                refuse(slots[run.from], "SLS refused it: " + answer.told());
            } else {
                int middle = (run.from + run.to) >>> 1;
                runs.push(new Run(middle, run.to));
                runs.push(new Run(run.from, middle));
            }
            if (!answer.isDelivered() && ++refusedRequests >= MAX_REFUSED_REQUESTS) {
                throw new IOException(
                        "SLS refused " + MAX_REFUSED_REQUESTS + " requests of one write for what they hold,"
                                + " the last with " + answer.told() + "; the rest is tried in the next write");
            }
        }
    }

    private void delivered(Run run) {
        for (int i = run.from; i < run.to; i++) {
            fates[slots[i]] = Fate.DELIVERED;
            count(changes[slots[i]]);
        }
    }

    private void refuse(int index, String reason) {
        fates[index] = Fate.REFUSED;
        refused.add(new Refusal(events.get(index), reason));
    }

    private void count(int bits) {
        if (bits == 0) {
            return;
        }
        countIf(bits, EventLayout.RENAMED, "sls-key-renamed");
        countIf(bits, EventLayout.CUT, "sls-value-cut");
        countIf(bits, EventLayout.REPAIRED, "sls-text-repaired");
        countIf(bits, LogEncoder.TIME_ADJUSTED, "sls-time-adjusted");
    }

    private void countIf(int bits, int bit, String name) {
        if ((bits & bit) != 0) {
            context.count(name);
        }
    }

    private record Run(int from, int to) {}

    private record Deadline(long nanos) {
        static Deadline in(Duration wait) {
            return new Deadline(System.nanoTime() + wait.toNanos());
        }

        boolean isOver() {
            return System.nanoTime() - nanos > 0;
        }
    }
}
