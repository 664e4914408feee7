package io.crosslog;

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
}
