package io.crosslog.loopback.sls;

/** A write that passed every check: the group and the logstore it is for. Immutable and thread-safe. */
record PutLogsCall(SlsLogstore logstore, CheckedGroup group) {
    String topic() {
        return group.group().getTopic();
    }

    void accept(String requestId) throws Refusal {
        logstore.accept(group, requestId);
    }
}
