package io.crosslog.render;

import io.crosslog.model.FieldType;
import io.crosslog.model.JsonWriter;
import io.crosslog.model.LogEvent;
import io.crosslog.spi.Normalizer;
import io.crosslog.spi.Output;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Renders an event as its whole JSON text in one field, {@code content} by default, which is where text without names stands
 * in SLS's own imports. Nothing is left out.
 *
 * <pre>{@code
 * .normalize(TencentRules.waf().then(OcsfJson.create().beside("class_uid", "severity_id")))
 * }</pre>
 *
 * <p>A sink with a limit on values may cut the text, and then it is no JSON any more; SLS takes 1 MB. Where no field is
 * wanted, the JSON of an event is {@link LogEvent#toJson()}.
 *
 * <p>Immutable and thread-safe.
 */
public final class OcsfJson implements Normalizer {

    private final String field;
    private final Set<String> beside;

    private OcsfJson(String field, Set<String> beside) {
        this.field = field;
        this.beside = beside;
        if (field.isBlank() || beside.contains(field)) {
            throw new IllegalArgumentException("the field of the JSON text was '" + field
                    + "', but it must not be blank and not be one of the attributes beside it, " + beside);
        }
    }

    /** {@return a renderer whose field is {@code content}, alone} */
    public static OcsfJson create() {
        return new OcsfJson("content", Set.of());
    }

    /**
     * The same with another field.
     *
     * @param name where the JSON text is to stand
     * @return the changed renderer
     * @throws IllegalArgumentException if it is blank, or the name of an attribute beside it
     */
    public OcsfJson inField(String name) {
        return new OcsfJson(name, beside);
    }

    /**
     * The same with attributes repeated beside the JSON text, so that they can be indexed.
     *
     * @param attributes top-level attributes; those that an event lacks are left out
     * @return the changed renderer
     * @throws IllegalArgumentException if one is the field of the JSON text
     */
    public OcsfJson beside(String... attributes) {
        return new OcsfJson(field, new LinkedHashSet<>(List.of(attributes)));
    }

    @Override
    public void normalize(LogEvent event, Output out) {
        JsonWriter json = new JsonWriter(event.sizeInBytes() + 64);
        event.writeJson(json);
        LogEvent.Builder row = LogEvent.builder(event);
        if (!beside.isEmpty()) {
            event.visit((name, type, bytes, offset, length, escaped) -> {
                if (beside.contains(name)) {
                    row.put(name, type, bytes, offset, length, escaped);
                }
            });
        }
        row.put(field, FieldType.STRING, json.buffer(), 0, json.size(), false);
        out.emit(row.build());
    }

    @Override
    public String toString() {
        return "OCSF JSON in '" + field + "'";
    }
}
