package io.crosslog;

import io.crosslog.model.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which batches are in flight, and how far each partition is done without a gap (rules R2, R3 and R7).
 *
 * <p>A partition is held for one <em>generation</em>: from when it is taken until it is given back or lost. Completions of
 * an ended generation count for nothing, even when the partition has come back meanwhile. Tokens are never compared: the
 * order in which batches were added is the order.
 *
 * <p>Safe for concurrent calls.
 */
final class CommitLedger {

    private final Map<String, Generation> held = new HashMap<>();
    private long generations;

    /** One batch in flight. */
    static final class Ticket {

        private final Generation generation;
        private final long sequence;
        private final long since;
        private Position end;
        private boolean done;

        private Ticket(Generation generation, long sequence, Position end, long since) {
            this.generation = generation;
            this.sequence = sequence;
            this.end = end;
            this.since = since;
        }

        /** Whether it is the first of its generation. */
        boolean isFirst() {
            return sequence == 1;
        }

        /** Whether it is of one of some generations. */
        boolean isOf(Collection<Generation> generations) {
            return generations.contains(generation);
        }
    }

    /** Begins a generation, if the partition is not held already. */
    synchronized void begin(String partition) {
        held.computeIfAbsent(partition, name -> new Generation(name, ++generations));
    }

    /** Adds the next batch of a partition, beginning a generation if need be. */
    synchronized Ticket add(Position end, long nanoTime) {
        begin(end.partition());
        Generation generation = generation(end.partition());
        Ticket ticket = new Ticket(generation, ++generation.added, end, nanoTime);
        generation.open.addLast(ticket);
        return ticket;
    }

    /**
     * Moves a partition's position on by a batch without records, which is done at once. Behind what is done already it
     * takes no ticket of its own: a quiet source may send any number of them while a write is in flight.
     *
     * @return whether it is the first of its generation
     */
    synchronized boolean move(Position end, long nanoTime) {
        Generation generation = held.get(end.partition());
        Ticket last = generation == null ? null : generation.open.peekLast();
        if (last != null && last.done) {
            last.end = end;
            return false;
        }
        Ticket ticket = add(end, nanoTime);
        boolean counts = complete(ticket);
        return counts && ticket.isFirst();
    }

    /** Notes that a batch is done; returns whether that still counts. */
    synchronized boolean complete(Ticket ticket) {
        Generation generation = ticket.generation;
        if (generation.ended) {
            return false;
        }
        ticket.done = true;
        for (Ticket first = generation.open.peekFirst();
                first != null && first.done;
                first = generation.open.peekFirst()) {
            generation.open.removeFirst();
            generation.durable = new Mark(generation.partition, generation.number, first.sequence, first.end);
        }
        return true;
    }

    /** How far the partitions are done that have come further than what was saved. */
    synchronized List<Mark> unsaved() {
        List<Mark> marks = new ArrayList<>();
        for (Generation generation : held.values()) {
            Mark durable = generation.durable;
            if (durable != null && durable.sequence() > generation.saved) {
                marks.add(durable);
            }
        }
        return marks;
    }

    /** Notes what was saved. */
    synchronized void saved(Collection<Mark> marks) {
        for (Mark mark : marks) {
            Generation generation = held.get(mark.partition());
            if (generation != null && generation.number == mark.generation()) {
                generation.saved = Math.max(generation.saved, mark.sequence());
            }
        }
    }

    /** Notes what the reader has committed. */
    synchronized void committed(Collection<Mark> marks) {
        for (Mark mark : marks) {
            Generation generation = held.get(mark.partition());
            if (generation != null && generation.number == mark.generation()) {
                generation.committed = Math.max(generation.committed, mark.sequence());
            }
        }
    }

    /** Whether the generation that a mark is of still goes on. */
    synchronized boolean stands(Mark mark) {
        Generation generation = held.get(mark.partition());
        return generation != null && generation.number == mark.generation();
    }

    /**
     * Takes a generation out, to be ended later: what completes still counts in it, but whoever takes the partition
     * meanwhile begins a new one.
     */
    synchronized Optional<Generation> detach(String partition) {
        return Optional.ofNullable(held.remove(partition));
    }

    /** Ends a generation; returns how far it is done, if that is further than what the reader has committed. */
    synchronized Optional<Mark> end(String partition) {
        return detach(partition).flatMap(this::end);
    }

    /** Ends a generation that was taken out; returns how far it is done, if that is further than what was committed. */
    synchronized Optional<Mark> end(Generation generation) {
        generation.ended = true;
        generation.open.clear();
        Mark durable = generation.durable;
        return durable == null || durable.sequence() <= generation.committed ? Optional.empty() : Optional.of(durable);
    }

    /** Since when, by {@link System#nanoTime}, the oldest batch of a partition has been in flight; empty if none is. */
    synchronized Optional<Long> oldest(String partition) {
        Generation generation = held.get(partition);
        Ticket first = generation == null ? null : generation.open.peekFirst();
        return first == null ? Optional.empty() : Optional.of(first.since);
    }

    private Generation generation(String partition) {
        Generation generation = held.get(partition);
        if (generation == null) {
            throw new IllegalStateException("partition '" + partition + "' is not held");
        }
        return generation;
    }

    /** One holding of a partition, from when it is taken until it is given back or lost. */
    static final class Generation {

        private final String partition;
        private final long number;
        private final Deque<Ticket> open = new ArrayDeque<>();
        private @Nullable Mark durable;
        private long added;
        private long saved;
        private long committed;
        private boolean ended;

        private Generation(String partition, long number) {
            this.partition = partition;
            this.number = number;
        }

        String partition() {
            return partition;
        }
    }
}
