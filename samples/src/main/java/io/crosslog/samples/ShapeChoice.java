package io.crosslog.samples;

import io.crosslog.render.FieldTable;
import io.crosslog.render.OcsfJson;
import io.crosslog.render.RowRenderer;
import io.crosslog.spi.Normalizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Shapes of the result by what a command line says; {@code table:<file>} is a {@link FieldTable} of one's own. */
final class ShapeChoice {

    static final String KNOWN = "agentic-soc, flat, json, ocsf, table:<file>";

    private static final String OWN = "table:";

    private ShapeChoice() {}

    /**
     * The normalizer that gives events a shape.
     *
     * @return the normalizer, or null if the name stands for none
     * @throws IllegalArgumentException if the file is no table
     */
    static @Nullable Normalizer of(String name) {
        return switch (name) {
            case "agentic-soc" -> RowRenderer.agenticSoc();
            case "flat" -> RowRenderer.flat();
            case "json" -> OcsfJson.create();
            case "ocsf" -> Normalizer.none();
            default -> name.startsWith(OWN) ? own(Path.of(name.substring(OWN.length()))) : null;
        };
    }

    private static Normalizer own(Path file) {
        try {
            return RowRenderer.of(FieldTable.load(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the table " + file + " cannot be read: " + e, e);
        }
    }
}
