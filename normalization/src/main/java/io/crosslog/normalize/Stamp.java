package io.crosslog.normalize;

import io.crosslog.ocsf.OcsfDraft;
import io.crosslog.ocsf.OcsfEventPlan;
import io.crosslog.ocsf.OcsfSlot;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What the engine adds to every event: its id, times, the rule and the version of crosslog that made it, and the raw data if
 * that is asked for. Nothing depends on when or where it is made. Immutable and thread-safe.
 */
final class Stamp {

    private final String rule;
    private final String ruleUid;
    private final int rawDataLimit;
    private final OcsfSlot time;
    private final OcsfSlot timezoneOffset;
    private final OcsfSlot uid;
    private final OcsfSlot originalTime;
    private final OcsfSlot loggedTime;
    private final OcsfSlot product;
    private final OcsfSlot mapper;
    private final OcsfSlot mapperUid;
    private final OcsfSlot mapperProduct;
    private final OcsfSlot mapperVersion;
    private final OcsfSlot rawData;
    private final OcsfSlot rawDataSize;
    private final OcsfSlot activity;
    private final OcsfSlot severity;

    Stamp(OcsfEventPlan plan, String rule, String version, int rawDataLimit) {
        this.rule = rule;
        this.ruleUid = rule + "@" + version;
        this.rawDataLimit = rawDataLimit;
        time = plan.slot("time");
        timezoneOffset = plan.slot("timezone_offset");
        uid = plan.slot("metadata.uid");
        originalTime = plan.slot("metadata.original_time");
        loggedTime = plan.slot("metadata.logged_time");
        product = plan.slot("metadata.product.name");
        mapper = plan.slot("metadata.transformation_info_list[0].name");
        mapperUid = plan.slot("metadata.transformation_info_list[0].uid");
        mapperProduct = plan.slot("metadata.transformation_info_list[0].product.name");
        mapperVersion = plan.slot("metadata.transformation_info_list[0].product.version");
        rawData = plan.slot("raw_data");
        rawDataSize = plan.slot("raw_data_size");
        activity = plan.slot("activity_id");
        severity = plan.slot("severity_id");
    }

    /** Adds to a draft; what a rule has put before stays. */
    void apply(Run run, OcsfDraft draft, String eventUid) {
        time(run, draft);
        draft.put(activity, 0, null);
        draft.put(severity, 0, null);
        draft.put(uid, eventUid, null);
        draft.put(loggedTime, run.event().arrival(), null);
        draft.put(product, "Unknown", null);
        draft.put(mapper, rule, null);
        draft.put(mapperUid, ruleUid, null);
        draft.put(mapperProduct, "crosslog", null);
        draft.put(mapperVersion, CrosslogVersion.TEXT, null);
        if (rawDataLimit > 0) {
            rawData(run, draft);
        }
    }

    private void time(Run run, OcsfDraft draft) {
        if (run.originalTime() != null) {
            draft.put(originalTime, run.originalTime(), null);
            if (run.offsetMinutes() != Outcome.NO_OFFSET) {
                draft.put(timezoneOffset, run.offsetMinutes(), null);
            }
            return;
        }
        Instant known = run.event().time().orElse(null);
        if (known == null) {
            run.count("time-missing:" + rule);
        }
        draft.put(time, known == null ? run.event().arrival() : known, null);
    }

    private void rawData(Run run, OcsfDraft draft) {
        int length = run.event().record().length();
        int end = Math.min(length, rawDataLimit);
        byte[] bytes = run.event().record().array();
        int offset = run.event().record().offset();
        while (end < length && end > 0 && (bytes[offset + end] & 0xC0) == 0x80) {
            end--;
        }
        draft.put(rawData, new String(bytes, offset, end, StandardCharsets.UTF_8), null);
        draft.put(rawDataSize, length, null);
    }
}
