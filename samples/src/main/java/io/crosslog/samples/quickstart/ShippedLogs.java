package io.crosslog.samples.quickstart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * Objects as CLS ships them to COS: gzip, a log on each line, named after the time of shipping, the topic's partition and an
 * offset that is not padded. Immutable and thread-safe.
 */
public final class ShippedLogs {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("yyyy/MM/dd/HH", Locale.ROOT).withZone(ZONE);
    private static final DateTimeFormatter FILE =
            DateTimeFormatter.ofPattern("yyyyMMddHHmm", Locale.ROOT).withZone(ZONE);

    private final WafLogs logs;
    private final int perObject;

    /**
     * Objects of so many logs each.
     *
     * @param logs the logs
     * @param perObject how many an object holds
     */
    public ShippedLogs(WafLogs logs, int perObject) {
        this.logs = logs;
        this.perObject = perObject;
    }

    /**
     * The key of an object.
     *
     * @param number the object's number
     * @param shipped when it was shipped
     * @return the key
     */
    public String key(int number, Instant shipped) {
        return "waf/" + FOLDER.format(shipped) + "/" + FILE.format(shipped) + "_00" + number % 3 + "_"
                + (long) number * perObject + ".gz";
    }

    /**
     * The content of an object.
     *
     * @param number the object's number
     * @return the content
     */
    public byte[] content(int number) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(content)) {
            for (int i = 0; i < perObject; i++) {
                gzip.write(logs.record(number * perObject + i));
                gzip.write('\n');
            }
        } catch (IOException e) {
            throw new IllegalStateException("Writing to memory cannot fail", e);
        }
        return content.toByteArray();
    }

    /**
     * The content of an object whose logs are whole, but behind which the beginning of a second gzip member was cut off.
     *
     * @param number the object's number
     * @return the content
     */
    public byte[] damaged(int number) {
        byte[] whole = content(number);
        byte[] damaged = Arrays.copyOf(whole, whole.length + 100);
        System.arraycopy(content(number + 1_000_000), 0, damaged, whole.length, 100);
        return damaged;
    }
}
