package io.crosslog.sls;

import io.crosslog.model.LogEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The events of one write by topic, source and tags, each group in order. Confined to one thread. */
final class EventGroups {

    private static final int MAX_GROUPS = 64;
    private static final int MAX_NAME_BYTES = 128;
    private static final int MAX_TAG_BYTES = 1_024;

    private final SlsEncoding encoding;
    private final Consumer<String> counts;
    private final Map<Labels, Group> groups = new LinkedHashMap<>();
    private @Nullable Group last;

    private EventGroups(SlsEncoding encoding, Consumer<String> counts) {
        this.encoding = encoding;
        this.counts = counts;
    }

    /** Groups events; {@code counts} is told what had to be changed. */
    static Collection<Group> of(List<LogEvent> events, SlsEncoding encoding, Consumer<String> counts) {
        EventGroups made = new EventGroups(encoding, counts);
        for (int i = 0; i < events.size(); i++) {
            made.groupOf(events.get(i)).indexes.add(i);
        }
        return made.groups.values();
    }

    private Group groupOf(LogEvent event) {
        Labels labels = labelsOf(event);
        if (last != null && last.labels.equals(labels)) {
            return last;
        }
        Group known = groups.get(labels);
        if (known == null && groups.size() >= MAX_GROUPS) {
            counts.accept("sls-label-overflow");
            labels = fixedLabels();
            known = groups.get(labels);
        }
        if (known == null) {
            known = new Group(labels, tailOf(labels));
            groups.put(labels, known);
        }
        last = known;
        return known;
    }

    private Labels labelsOf(LogEvent event) {
        List<String> tags = new ArrayList<>(encoding.tags().size());
        encoding.tags().forEach((name, label) -> tags.add(label.textOf(event)));
        return new Labels(encoding.topic().textOf(event), encoding.source().textOf(event), tags);
    }

    private Labels fixedLabels() {
        List<String> tags = new ArrayList<>(encoding.tags().size());
        encoding.tags().forEach((name, label) -> tags.add(label.fixed()));
        return new Labels(encoding.topic().fixed(), encoding.source().fixed(), tags);
    }

    private byte[] tailOf(Labels labels) {
        Map<String, String> tags = new LinkedHashMap<>();
        int i = 0;
        for (String name : encoding.tags().keySet()) {
            String text = cut(labels.tags.get(i++), MAX_TAG_BYTES);
            if (!text.isEmpty()) {
                tags.put(name, text);
            }
        }
        return LogGroup.tail(cut(labels.topic, MAX_NAME_BYTES), cut(labels.source, MAX_NAME_BYTES), tags);
    }

    private String cut(String text, int maxBytes) {
        byte[] cut = Utf8.cut(text, maxBytes);
        if (cut.length < Utf8.encode(text).length) {
            counts.accept("sls-label-cut");
        }
        return new String(cut, StandardCharsets.UTF_8);
    }

    private record Labels(String topic, String source, List<String> tags) {}

    /** Events with the same labels. */
    static final class Group {
        private final Labels labels;
        private final byte[] tail;
        private final List<Integer> indexes = new ArrayList<>();

        private Group(Labels labels, byte[] tail) {
            this.labels = labels;
            this.tail = tail;
        }

        /** The labels as they follow the logs of a request. */
        byte[] tail() {
            return tail;
        }

        /** Places of the events in the write. */
        List<Integer> indexes() {
            return indexes;
        }

        String topic() {
            return labels.topic;
        }
    }
}
