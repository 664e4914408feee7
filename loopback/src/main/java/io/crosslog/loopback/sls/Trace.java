package io.crosslog.loopback.sls;

import io.crosslog.loopback.sls.SlsRequest.Outcome;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What is found out about a request on its way, and tells it once at the end. Confined to one thread. */
final class Trace {
    private final SlsRequests requests;
    private final long number;
    private final Instant at;
    private final String requestId;
    private String project = "";
    private String logstore = "";
    private @Nullable String topic;
    private int logs;
    private int sentBytes;
    private int rawBytes;
    private String compression = "";
    private String signature = "";
    private String bodyMd5 = "";

    Trace(SlsRequests requests, long number, Instant at) {
        this.requests = requests;
        this.number = number;
        this.at = at;
        this.requestId = String.format("%08X%016X", at.getEpochSecond(), number);
    }

    String requestId() {
        return requestId;
    }

    void target(Target target) {
        project = target.project();
        logstore = target.logstore();
    }

    void body(HttpHead head, byte[] body) {
        sentBytes = body.length;
        compression = head.headers().getOrDefault("x-log-compresstype", "");
        bodyMd5 = HexFormat.of().formatHex(Hashes.digest("MD5", body));
    }

    void signature(String version) {
        signature = version;
    }

    void call(PutLogsCall call) {
        topic = call.topic();
        logs = call.group().size();
        rawBytes = call.group().rawBytes();
    }

    void end(Outcome outcome, int status, String code) {
        requests.add(new SlsRequest(
                number,
                at,
                requestId,
                project,
                logstore,
                topic,
                logs,
                sentBytes,
                rawBytes,
                compression,
                signature,
                bodyMd5,
                status,
                code,
                outcome));
    }
}
