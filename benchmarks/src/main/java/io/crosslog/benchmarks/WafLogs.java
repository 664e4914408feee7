package io.crosslog.benchmarks;

import io.crosslog.model.Origin;
import io.crosslog.model.RawRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Made-up Tencent WAF logs of about 1 KB, as CLS hands them out: a handful of records whose ids, addresses, numbers
 * and times are filled in anew, so that neither a branch predictor nor deflate sees the same one twice. The same
 * number gives the same record. Immutable and thread-safe.
 */
final class WafLogs {

    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter ATTACK_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(BEIJING);
    private static final DateTimeFormatter ACCESS_TIME = DateTimeFormatter.ofPattern(
                    "dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(BEIJING);
    private static final Origin.Prefix ORIGIN = Origin.prefix("waf", "kafka://waf/0");

    private final List<String> templates;
    private final Instant start;

    private WafLogs(List<String> templates, Instant start) {
        this.templates = templates;
        this.start = start;
    }

    /**
     * Logs of one kind.
     *
     * @param kind {@code access} or {@code attack}
     * @param start when the first of them happened; each later one a millisecond after the one before
     */
    static WafLogs of(String kind, Instant start) {
        String name = "waf-" + kind + ".ndjson";
        try (InputStream in = WafLogs.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "there is no resource " + name + ": the kinds are access and attack");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new WafLogs(text.lines().toList(), start);
        } catch (IOException e) {
            throw new IllegalStateException("the resource " + name + " cannot be read", e);
        }
    }

    /** The bytes of a record. */
    byte[] bytes(int number) {
        Random random = new Random(number);
        Instant time = start.plusMillis(number);
        String uuid = String.format("%016x%016x-%016x", random.nextLong(), random.nextLong(), number);
        return templates
                .get(number % templates.size())
                .replace("%uuid%", uuid)
                .replace("%byte%", Integer.toString(random.nextInt(256)))
                .replace("%n%", Integer.toString(1_000 + random.nextInt(9_000)))
                .replace("%attack_time%", ATTACK_TIME.format(time))
                .replace("%access_time%", ACCESS_TIME.format(time))
                .replace("%seconds%", Long.toString(time.getEpochSecond()))
                .replace("%milli%", String.format("%03d", time.toEpochMilli() % 1_000))
                .replace("%millis%", Long.toString(time.toEpochMilli()))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The first records, as a source hands them out. */
    List<RawRecord> records(int count) {
        List<RawRecord> records = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            records.add(RawRecord.of(ORIGIN.at(number), bytes(number), start.plusMillis(number)));
        }
        return records;
    }
}
