package io.crosslog.benchmarks;

import io.crosslog.model.Origin;
import io.crosslog.model.RawRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Made-up messages of an event hub that several kinds of Azure logs are written to, twenty logs of about 1 KB each to a message.
 * The same number gives the same message. Immutable and thread-safe.
 */
final class HubMessages {

    static final int LOGS = 20;

    private static final Origin.Prefix ORIGIN = Origin.prefix("hub", "kafka://hub/0@");

    private final List<String> templates;
    private final int mended;

    private HubMessages(List<String> templates, int mended) {
        this.templates = templates;
        this.mended = mended;
    }

    /**
     * Messages of one kind.
     *
     * @param kind {@code json}, {@code mixed} (one message of fifty has single quotes, which is no JSON) or {@code quoted} (all)
     */
    static HubMessages of(String kind) {
        int mended =
                switch (kind) {
                    case "json" -> 0;
                    case "mixed" -> 50;
                    case "quoted" -> 1;
                    default -> throw new IllegalArgumentException("no messages of the kind '" + kind + "'");
                };
        try (InputStream in = HubMessages.class.getResourceAsStream("hub.jsonl")) {
            if (in == null) {
                throw new IllegalStateException("hub.jsonl is not on the class path");
            }
            return new HubMessages(
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList(),
                    mended);
        } catch (IOException e) {
            throw new IllegalStateException("hub.jsonl cannot be read", e);
        }
    }

    /** Messages as they come. */
    List<RawRecord> records(int count) {
        List<RawRecord> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String json = json(i);
            String text = mended > 0 && i % mended == 0 ? json.replace('"', '\'') : json;
            records.add(RawRecord.of(ORIGIN.at(i), text.getBytes(StandardCharsets.UTF_8), Instant.now()));
        }
        return records;
    }

    /** The same messages, of the same length, as JSON. */
    List<byte[]> asJson(int count) {
        List<byte[]> messages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            messages.add(json(i).getBytes(StandardCharsets.UTF_8));
        }
        return messages;
    }

    private String json(int number) {
        Random random = new Random(number);
        StringBuilder text = new StringBuilder(32_000).append("{\"records\":[");
        for (int i = 0; i < LOGS; i++) {
            String id = String.format(Locale.ROOT, "%08x-0000-4000-8000-%012x", number * LOGS + i, random.nextInt());
            text.append(i == 0 ? "" : ",")
                    .append(templates
                            .get(random.nextInt(templates.size()))
                            .replace("@id@", id)
                            .replace("@s@", Integer.toString(10 + random.nextInt(50)))
                            .replace("@b@", Integer.toString(10 + random.nextInt(90))));
        }
        return text.append("]}").toString();
    }
}
