package io.crosslog;

import io.crosslog.model.Position;
import java.util.ArrayList;
import java.util.Collection;
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
 * <p>What is done behind a gap is kept as one ticket, however many batches that are: where one branch of a pipeline is
 * stuck for days while the others go on, there are never more than two tickets for each batch that is not done.
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
        private @Nullable Ticket previous;
        private @Nullable Ticket next;

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
        generation.append(ticket);
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
        Ticket last = generation == null ? null : generation.last;
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
        if (ticket.previous == null) {
            generation.advance();
        } else {
            generation.merge(ticket);
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
        generation.first = null;
        generation.last = null;
        Mark durable = generation.durable;
        return durable == null || durable.sequence() <= generation.committed ? Optional.empty() : Optional.of(durable);
    }

    /** Since when, by {@link System#nanoTime}, the oldest batch of a partition has been in flight; empty if none is. */
    synchronized Optional<Long> oldest(String partition) {
        Generation generation = held.get(partition);
        Ticket first = generation == null ? null : generation.first;
        return first == null ? Optional.empty() : Optional.of(first.since);
    }

    /** How many tickets are kept of a partition. */
    synchronized int tickets(String partition) {
        Generation generation = held.get(partition);
        int tickets = 0;
        for (Ticket t = generation == null ? null : generation.first; t != null; t = t.next) {
            tickets++;
        }
        return tickets;
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
        private @Nullable Ticket first;
        private @Nullable Ticket last;
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

        private void append(Ticket ticket) {
            ticket.previous = last;
            if (last == null) {
                first = ticket;
            } else {
                last.next = ticket;
            }
            last = ticket;
        }

        /** Goes on from what is done without a gap. */
        private void advance() {
            for (Ticket ticket = first; ticket != null && ticket.done; ticket = first) {
                unlink(ticket);
                durable = new Mark(partition, number, ticket.sequence, ticket.end);
            }
        }

        /** Lets go of a ticket behind a gap whose successor is done too, and stands for it. */
        private void merge(Ticket ticket) {
            Ticket before = ticket.previous;
            Ticket after = ticket.next;
            if (before != null && before.done) {
                unlink(before);
            }
            if (after != null && after.done) {
                unlink(ticket);
            }
        }

        private void unlink(Ticket ticket) {
            Ticket before = ticket.previous;
            Ticket after = ticket.next;
            if (before == null) {
                first = after;
            } else {
                before.next = after;
            }
            if (after == null) {
                last = before;
            } else {
                after.previous = before;
            }
            ticket.previous = null;
            ticket.next = null;
        }
    }
}
