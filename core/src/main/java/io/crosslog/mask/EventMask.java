package io.crosslog.mask;

import io.crosslog.model.FieldType;
import io.crosslog.model.FieldVisitor;
import io.crosslog.model.LogEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Masks the fields of one event. Confined to one thread; to be used once. */
final class EventMask {

    private final MaskRules rules;
    private final Texts texts;
    private final Triggers triggers;
    private final LogEvent event;
    private final Found found;
    private final EventPair pair;
    private final List<Field> fields = new ArrayList<>();
    private boolean changed;

    EventMask(MaskRules rules, Texts texts, Triggers triggers, LogEvent event, Found found) {
        this.rules = rules;
        this.texts = texts;
        this.triggers = triggers;
        this.event = event;
        this.found = found;
        this.pair = new EventPair(rules.names());
    }

    /** The event without secrets; the same one if there are none. */
    LogEvent mask() {
        event.visit(pair);
        event.visit(this::field);
        if (!changed) {
            return event;
        }
        LogEvent.Builder clean = LogEvent.builder(event);
        fields.forEach(field -> field.put(clean, found));
        return clean.build();
    }

    private void field(String name, FieldType type, byte[] bytes, int offset, int length, boolean escaped) {
        Field field = new Field(name, type, bytes, offset, length, escaped);
        NameRule rule = type == FieldType.NULL ? null : rule(name);
        if (rule == null && !triggers.fire(bytes, offset, length)) {
            fields.add(field);
            return;
        }
        String text = type == FieldType.STRING
                ? FieldVisitor.text(bytes, offset, length, escaped)
                : new String(bytes, offset, length, StandardCharsets.UTF_8);
        String clean = clean(name, type, text, rule);
        if (text.equals(clean)) {
            fields.add(field);
            return;
        }
        changed = true;
        if (clean != null) {
            byte[] left = clean.getBytes(StandardCharsets.UTF_8);
            boolean container = type == FieldType.OBJECT || type == FieldType.ARRAY;
            fields.add(new Field(name, container ? type : FieldType.STRING, left, 0, left.length, false));
        }
    }

    /** What is known of a field by its own name, or else by one that another field tells. */
    private @Nullable NameRule rule(String name) {
        NameRule own = rules.at(List.of(name));
        return own == null ? pair.value(name) : own;
    }

    private @Nullable String clean(String name, FieldType type, String text, @Nullable NameRule rule) {
        boolean container = type == FieldType.OBJECT || type == FieldType.ARRAY;
        if (rule == null) {
            return container || type == FieldType.STRING
                    ? texts.text(text, List.of(name), 0, found)
                    : rules.hasPatterns() ? texts.plain(text, found) : text;
        }
        if ((container || type == FieldType.STRING) && MaskRules.mayBePermissions(rule, name)) {
            String permissions = texts.permissions(text, rule, List.of(name), 0, found);
            if (permissions != null) {
                return permissions;
            }
        }
        if (container) {
            return texts.secret(text, name, rule, found);
        }
        boolean yesOrNo = type == FieldType.BOOLEAN && !rule.name().isEmpty();
        return yesOrNo ? text : rules.values().mask(rule, text, found);
    }

    /** A field as a {@link FieldVisitor} sees it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Field(String name, FieldType type, byte[] bytes, int offset, int length, boolean escaped) {

        /** Puts the field into an event, without the secrets that stand in it once more. */
        void put(LogEvent.Builder event, Found found) {
            if (found.isEmpty() || type == FieldType.BOOLEAN || type == FieldType.NULL) {
                event.put(name, type, bytes, offset, length, escaped);
                return;
            }
            String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
            String clean = found.removeFrom(text);
            if (clean.equals(text)) {
                event.put(name, type, bytes, offset, length, escaped);
            } else {
                byte[] left = clean.getBytes(StandardCharsets.UTF_8);
                boolean number = type == FieldType.NUMBER;
                event.put(name, number ? FieldType.STRING : type, left, 0, left.length, escaped && !number);
            }
        }
    }
}
