package io.crosslog.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads objects whole. */
final class Cutting {

    private Cutting() {}

    static List<CutRecord> all(ObjectBytes object, ReadingPlan plan, long from)
            throws IOException, InterruptedException {
        List<CutRecord> records = new ArrayList<>();
        try (RecordStream stream = RecordStream.open(object, plan, from)) {
            for (var next = stream.next(); next.isPresent(); next = stream.next()) {
                records.add(next.get());
            }
        }
        return records;
    }

    static List<CutRecord> all(byte[] bytes, ReadingPlan plan) throws IOException, InterruptedException {
        return all(StoredObject.of(bytes), plan, 0);
    }

    /** The records as text, damaged ones as their reason and head. */
    static List<String> texts(List<CutRecord> records) {
        return records.stream()
                .map(r -> r.damage() == null ? text(r) : "!" + r.damage() + "!" + text(r))
                .toList();
    }

    static List<String> texts(String content, ReadingPlan plan) throws IOException, InterruptedException {
        return texts(all(content.getBytes(UTF_8), plan));
    }

    static String text(CutRecord record) {
        return new String(record.bytes(), record.offset(), record.length(), UTF_8);
    }

    static ReadingPlan plan(ObjectFormat format) {
        return plan(ObjectCompression.DETECT, format, ReadingPlan.DEFAULT.maxRecordBytes());
    }

    static ReadingPlan plan(ObjectFormat format, int maxRecordBytes) {
        return plan(ObjectCompression.DETECT, format, maxRecordBytes);
    }

    static ReadingPlan plan(ObjectCompression compression, ObjectFormat format, int maxRecordBytes) {
        return new ReadingPlan(
                compression,
                format,
                maxRecordBytes,
                ReadingPlan.DEFAULT.maxExpansion(),
                ReadingPlan.DEFAULT.maxExpandedBytes());
    }
}
