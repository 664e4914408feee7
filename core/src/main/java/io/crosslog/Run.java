package io.crosslog;

import java.util.Collection;

/** The parts that the threads of one running pipeline share. Immutable; each part is safe for concurrent calls. */
record Run(
        PipelinePlan plan,
        Lifecycle lifecycle,
        ListenerGuard listener,
        Troubles troubles,
        CommitLedger ledger,
        MemoryBudget.Member budget,
        Lanes lanes,
        PositionKeeper positions,
        SourceReports reports,
        RunContext context,
        Runnable checkpointNow) {

    /** Forgets what was wrong with partitions that are not held any more, and how far behind they were. */
    void forget(Collection<String> partitions) {
        for (String partition : partitions) {
            for (Branch branch : plan.routing().branches()) {
                troubles.over(branch.writeOf(partition));
                troubles.over(branch.rejectionsOf(partition));
            }
        }
        reports.gone(partitions);
    }
}
