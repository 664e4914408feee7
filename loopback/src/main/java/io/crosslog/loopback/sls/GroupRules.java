package io.crosslog.loopback.sls;

import com.aliyun.openservices.log.common.Logs;
import com.google.protobuf.ByteString;
import java.time.Clock;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the service's data model says of a LogGroup: one bad log refuses the group whole. The messages begin with the
 * service's own words and go on with the log and the key, which the service does not tell. Safe for concurrent calls.
 */
final class GroupRules {
    private static final int MAX_NAME_BYTES = 128;
    private static final Set<String> RESERVED = Set.of(
            "__time__",
            "__source__",
            "__topic__",
            "__partition_time__",
            "_extract_others_",
            "__extract_others__",
            "__pack_meta__");

    private final SlsLimits limits;
    private final Clock clock;

    GroupRules(SlsLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** Checks the group and returns its tags. */
    Map<String, String> check(Logs.LogGroup group) throws Refusal {
        if (group.getLogsCount() == 0) {
            throw invalid("The group holds no logs.");
        }
        if (group.getLogsCount() > limits.maxLogs()) {
            throw new Refusal(
                    400,
                    "PostBodyTooLarge",
                    "Logs must be less than or equal to " + limits.maxRawBytes() + " bytes and " + limits.maxLogs()
                            + " entries, not " + group.getLogsCount() + ".");
        }
        checkName(group.getTopicBytes(), "topic");
        checkName(group.getSourceBytes(), "source");
        Map<String, String> tags = tags(group);
        long now = clock.instant().getEpochSecond();
        Set<ByteString> seen = new HashSet<>();
        for (int i = 0; i < group.getLogsCount(); i++) {
            Logs.Log log = group.getLogs(i);
            checkTime(log, i, now);
            seen.clear();
            for (Logs.Log.Content content : log.getContentsList()) {
                checkKey(content.getKeyBytes(), seen, i);
                checkValue(content.getValueBytes(), content.getKey(), "log " + i);
            }
        }
        return tags;
    }

    private Map<String, String> tags(Logs.LogGroup group) throws Refusal {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Logs.LogTag tag : group.getLogTagsList()) {
            checkName(tag.getKeyBytes(), "tag key");
            if (tag.getKey().isEmpty()) {
                throw invalidKey("a tag has an empty key");
            }
            checkValue(tag.getValueBytes(), tag.getKey(), "tags");
            if (tags.put(tag.getKey(), tag.getValue()) != null) {
                throw invalidKey("tag " + tag.getKey() + " comes twice");
            }
        }
        return Collections.unmodifiableMap(tags);
    }

    private void checkTime(Logs.Log log, int index, long now) throws Refusal {
        long time = Integer.toUnsignedLong(log.getTime());
        if (time == 0) {
            throw new Refusal(400, "InvalidTimestamp", "Invalid timestamps are in logs: log " + index + " has time 0");
        }
        if (log.hasTimeNs() && (log.getTimeNs() < 0 || log.getTimeNs() >= 1_000_000_000)) {
            throw new Refusal(
                    400,
                    "InvalidTimestamp",
                    "Invalid timestamps are in logs: log " + index + " has Time_ns "
                            + Integer.toUnsignedString(log.getTimeNs()));
        }
        if (time < now - limits.past().toSeconds()
                || time > now + limits.future().toSeconds()) {
            throw new Refusal(
                    limits.outOfRangeStatus(),
                    "PostBodyInvalid",
                    "The post data time is out of range: log " + index + " has time " + time + ", now is " + now);
        }
    }

    private void checkKey(ByteString key, Set<ByteString> seen, int index) throws Refusal {
        if (!key.isValidUtf8()) {
            throw notUtf8("log " + index + ", a key");
        }
        if (key.isEmpty() || key.size() > MAX_NAME_BYTES) {
            throw invalidKey("log " + index + " has a key of " + key.size() + " bytes");
        }
        String name = key.toStringUtf8();
        if (limits.strictKeys() && !isIdentifier(key)) {
            throw invalidKey("log " + index + " has key " + name);
        }
        if (RESERVED.contains(name)) {
            throw invalidKey("log " + index + " uses the reserved key " + name);
        }
        if (!seen.add(key)) {
            throw invalidKey("log " + index + " has key " + name + " twice");
        }
    }

    private void checkValue(ByteString value, String key, String where) throws Refusal {
        if (value.size() > limits.maxValueBytes()) {
            throw invalid("The value of " + key + " in " + where + " has " + value.size() + " bytes, more than "
                    + limits.maxValueBytes() + ".");
        }
        if (!value.isValidUtf8()) {
            throw notUtf8(where + ", the value of " + key);
        }
    }

    private static void checkName(ByteString name, String what) throws Refusal {
        if (!name.isValidUtf8()) {
            throw notUtf8("the " + what);
        }
        if (name.size() > MAX_NAME_BYTES) {
            throw invalid("The " + what + " has " + name.size() + " bytes, more than " + MAX_NAME_BYTES + ".");
        }
    }

    private static boolean isIdentifier(ByteString key) {
        for (int i = 0; i < key.size(); i++) {
            byte b = key.byteAt(i);
            boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_';
            if (!letter && (i == 0 || b < '0' || b > '9')) {
                return false;
            }
        }
        return true;
    }

    private static Refusal invalid(String message) {
        return new Refusal(400, "PostBodyInvalid", message);
    }

    private static Refusal invalidKey(String what) {
        return new Refusal(400, "InvalidKey", "Invalid keys are in logs: " + what);
    }

    private static Refusal notUtf8(String where) {
        return new Refusal(400, "InvalidEncoding", "Non-UTF8 characters are in logs: " + where);
    }
}
