package io.crosslog.tencent;

import io.crosslog.model.FieldType;
import io.crosslog.model.FieldVisitor;
import io.crosslog.model.JsonWriter;
import io.crosslog.model.LogEvent;
import io.crosslog.spi.Output;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** Hands on events with their tags in one field, however the topic's settings have written them. */
final class TagsUnited implements Output {

    private static final String TAG = "__TAG__";
    private static final String TILED = "__TAG__.";

    private final Output out;

    TagsUnited(Output out) {
        this.out = out;
    }

    @Override
    public void emit(LogEvent event) {
        boolean[] tiled = {false};
        event.visit((name, type, bytes, offset, length, escaped) -> tiled[0] |= isTiled(name, type));
        out.emit(tiled[0] ? united(event) : event);
    }

    private static boolean isTiled(String name, FieldType type) {
        return name.startsWith(TAG)
                && ((name.length() > TILED.length() && name.startsWith(TILED))
                        || (name.length() == TAG.length() && type == FieldType.STRING));
    }

    /** The field takes the place of the first tag. */
    private static LogEvent united(LogEvent event) {
        byte[] tags = tags(event);
        if (tags.length == 0) {
            return event;
        }
        LogEvent.Builder united = LogEvent.builder(event);
        event.visit((name, type, bytes, offset, length, escaped) -> {
            boolean tag = name.equals(TAG) || isTiled(name, type);
            if (!tag) {
                united.put(name, type, bytes, offset, length, escaped);
            } else if (!united.has(TAG)) {
                united.put(TAG, FieldType.OBJECT, tags, 0, tags.length, false);
            }
        });
        return united.build();
    }

    /** All tags as one JSON object; empty if there is a field of that name that is no object. */
    private static byte[] tags(LogEvent event) {
        TagWriter tags = new TagWriter();
        boolean[] foreign = {false};
        event.visit((name, type, bytes, offset, length, escaped) -> {
            if (name.equals(TAG)) {
                byte[] object = bytes;
                int from = offset;
                int size = length;
                if (type == FieldType.STRING) {
                    object = FieldVisitor.text(bytes, offset, length, escaped)
                            .strip()
                            .getBytes(StandardCharsets.UTF_8);
                    from = 0;
                    size = object.length;
                }
                foreign[0] |= !inside(object, from, size, tags);
            } else if (isTiled(name, type)) {
                tags.field(name.substring(TILED.length()), type, bytes, offset, length, escaped);
            }
        });
        return foreign[0] ? new byte[0] : tags.json.endObject().toByteArray();
    }

    /** Writes tags into one object; a name that comes nested and tiled gets a number. */
    private static final class TagWriter implements FieldVisitor {

        private final JsonWriter json = new JsonWriter(256).beginObject();
        private final Set<String> names = new HashSet<>();

        @Override
        public void field(String name, FieldType type, byte[] bytes, int offset, int length, boolean escaped) {
            String free = name;
            for (int number = 2; !names.add(free); number++) {
                free = name + "#" + number;
            }
            json.name(free).value(type, bytes, offset, length, escaped);
        }
    }

    /** Writes the members of an object; false if it is none. */
    private static boolean inside(byte[] object, int offset, int length, TagWriter tags) {
        if (length == 0 || !JsonMembers.isObject(object, offset, length)) {
            return false;
        }
        JsonMembers.visit(object, offset, length, tags);
        return true;
    }

    @Override
    public void reject(byte[] part, String reason) {
        out.reject(part, reason);
    }

    @Override
    public void filter(String reason) {
        out.filter(reason);
    }

    @Override
    public void count(String name) {
        out.count(name);
    }
}
