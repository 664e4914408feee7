package io.crosslog.normalize;

import io.crosslog.model.FieldType;
import io.crosslog.model.FieldVisitor;
import io.crosslog.model.JsonValues;
import io.crosslog.model.LogEvent;
import io.crosslog.spi.NormalizeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the tree of {@link SourceNode}s of an event. */
final class SourceTree {

    /** As deep as a decoder lets anything be. */
    private static final int MAX_DEPTH = 500;

    private SourceTree() {}

    /** The values of the fields, read once. */
    static Map<String, @Nullable Object> fields(LogEvent event) throws NormalizeException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(2 * event.size());
        try {
            event.visit((name, type, bytes, offset, length, escaped) ->
                    fields.put(name, value(name, type, bytes, offset, length, escaped)));
        } catch (UncheckedIOException e) {
            throw new NormalizeException(String.valueOf(e.getMessage()), e);
        }
        return fields;
    }

    /** A tree of which nothing has been used yet. */
    static SourceNode of(Map<String, @Nullable Object> fields) {
        Map<String, SourceNode> nodes = new LinkedHashMap<>(2 * fields.size());
        fields.forEach((name, value) -> nodes.put(name, new SourceNode(value)));
        return new SourceNode(null, nodes);
    }

    private static @Nullable Object value(
            String name, FieldType type, byte[] bytes, int offset, int length, boolean escaped) {
        if (type == FieldType.NULL) {
            return null;
        }
        if (type != FieldType.STRING) {
            try {
                return JsonValues.parse(new String(bytes, offset, length, StandardCharsets.UTF_8), MAX_DEPTH);
            } catch (IOException e) {
                throw new UncheckedIOException("field '" + name + "' holds JSON that cannot be read", e);
            }
        }
        return FieldVisitor.text(bytes, offset, length, escaped);
    }
}
