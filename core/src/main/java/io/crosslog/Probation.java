package io.crosslog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Holds back what would be committed for as long as nothing but rejections was seen: if the decoder turns out to be the
 * wrong one, its work must not be committed. Guarded by the lock of {@code LaneTable}.
 */
final class Probation {

    private final List<CommitLedger.Ticket> waiting = new ArrayList<>();
    private final RejectionRate rate;
    private final CommitLedger ledger;

    Probation(RejectionLimit limit, CommitLedger ledger) {
        this.rate = new RejectionRate(limit);
        this.ledger = ledger;
    }

    /** Takes one more record's outcome. */
    void add(RecordFate fate) {
        rate.add(fate.outcome() == RecordFate.Outcome.REJECTED);
    }

    /** Lets what was finished be committed, now or once probation is over; returns why to stop, if it is so. */
    Optional<String> finish(List<CommitLedger.Ticket> tickets) {
        Optional<String> verdict = rate.verdict();
        if (verdict.isEmpty()) {
            waiting.addAll(tickets);
            if (!rate.onProbation()) {
                settle();
            }
        }
        return verdict;
    }

    /** Lets all be committed that waits. */
    void settle() {
        if (rate.verdict().isEmpty()) {
            waiting.forEach(ledger::complete);
        }
        waiting.clear();
    }

    /** Lets be committed what waits of some generations, which are about to be given back. */
    void settle(Collection<CommitLedger.Generation> generations) {
        if (rate.verdict().isEmpty()) {
            waiting.stream().filter(ticket -> ticket.isOf(generations)).forEach(ledger::complete);
        }
        forget(generations);
    }

    /** Forgets what waits of some generations. */
    void forget(Collection<CommitLedger.Generation> generations) {
        waiting.removeIf(ticket -> ticket.isOf(generations));
    }

    void clear() {
        waiting.clear();
    }
}
