package io.crosslog.normalize;

import io.crosslog.model.FieldType;
import io.crosslog.model.LogEvent;
import io.crosslog.model.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the tree of {@link SourceNode}s of an event. */
final class SourceTree {

    private SourceTree() {}

    /** The values of the fields, read once. */
    static Map<String, @Nullable Object> fields(LogEvent event) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(2 * event.size());
        event.visit((name, type, bytes, offset, length, escaped) ->
                fields.put(name, value(event, name, type, bytes, offset, length, escaped)));
        return fields;
    }

    /** A tree of which nothing has been used yet. */
    static SourceNode of(Map<String, @Nullable Object> fields) {
        Map<String, SourceNode> nodes = new LinkedHashMap<>(2 * fields.size());
        fields.forEach((name, value) -> nodes.put(name, new SourceNode(value)));
        return new SourceNode(null, nodes);
    }

    private static @Nullable Object value(
            LogEvent event, String name, FieldType type, byte[] bytes, int offset, int length, boolean escaped) {
        if (type == FieldType.NULL) {
            return null;
        }
        if (type != FieldType.STRING) {
            try {
                return JsonTree.read(bytes, offset, length);
            } catch (IOException e) {
                throw new UncheckedIOException("field '" + name + "' holds JSON that cannot be read", e);
            }
        }
        String plain = new String(bytes, offset, length, StandardCharsets.UTF_8);
        return escaped && plain.indexOf('\\') >= 0
                ? event.text(Path.ofName(name)).orElse(plain)
                : plain;
    }
}
