package io.crosslog.loopback.sls;

import com.aliyun.openservices.log.common.Logs;
import java.util.Map;

/**
 * The service's checks of one write, in the service's order: project, headers, clock, key, signature, logstore, permission,
 * body, data. Safe for concurrent calls.
 */
final class PutLogs {
    private final Logstores logstores;
    private final Authentication authentication;
    private final AccessKeys keys;
    private final BodyDecoding decoding;
    private final GroupRules rules;
    private final String region;

    PutLogs(
            Logstores logstores,
            Authentication authentication,
            AccessKeys keys,
            BodyDecoding decoding,
            GroupRules rules,
            String region) {
        this.logstores = logstores;
        this.authentication = authentication;
        this.keys = keys;
        this.decoding = decoding;
        this.rules = rules;
        this.region = region;
    }

    PutLogsCall check(Target target, HttpHead head, byte[] body, Trace trace) throws Refusal {
        if (!logstores.hasProject(target.project())) {
            throw new Refusal(404, "ProjectNotExist", "The Project does not exist : " + target.project());
        }
        checkHeaders(head, body);
        SignatureCheck signature = authentication.signatureOf(head);
        trace.signature(signature.version());
        authentication.check(signature, head, body);
        SlsLogstore logstore = logstores.find(target.project(), target.logstore());
        if (logstore == null) {
            throw new Refusal(404, "LogStoreNotExist", "logstore " + target.logstore() + " does not exist.");
        }
        keys.checkMayWrite(signature.accessKeyId(), region, target.project(), target.logstore());
        byte[] raw = decoding.uncompress(body, head.header("x-log-compresstype"), head.header("x-log-bodyrawsize"));
        Logs.LogGroup group = decoding.decode(raw);
        Map<String, String> tags = rules.check(group);
        CheckedGroup checked =
                new CheckedGroup(group, tags, target.hashKey(), target.sequenceId(), raw.length, body.length);
        return new PutLogsCall(logstore, checked);
    }

    private static void checkHeaders(HttpHead head, byte[] body) throws Refusal {
        String version = head.header("x-log-apiversion");
        if (version == null) {
            throw new Refusal(400, "MissingAPIVersion", "x-log-apiversion does not exist in http header.");
        }
        if (!version.equals("0.6.0")) {
            throw new Refusal(400, "InvalidAPIVersion", "x-log-apiversion " + version + " is unsupported.");
        }
        String contentType = head.header("Content-Type");
        if (contentType == null && body.length > 0) {
            throw new Refusal(
                    400, "MissingContentType", "Content-Type does not exist in http header when body is not empty.");
        }
        if (contentType != null && !contentType.equals("application/x-protobuf")) {
            throw new Refusal(415, "InvalidContentType", "Content-Type " + contentType + " is unsupported.");
        }
    }
}
