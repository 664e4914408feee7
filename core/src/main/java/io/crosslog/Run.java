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

    static String writeOf(String partition) {
        return "write of partition '" + partition + "'";
    }

    static String rejectionsOf(String partition) {
        return "rejections of partition '" + partition + "'";
    }

    /** Forgets what was wrong with partitions that are not held any more, and how far behind they were. */
    void forget(Collection<String> partitions) {
        for (String partition : partitions) {
            troubles.over(writeOf(partition));
            troubles.over(rejectionsOf(partition));
        }
        reports.gone(partitions);
    }
}
