package io.crosslog.render;

import io.crosslog.model.LogEvent;
import io.crosslog.spi.Normalizer;
import io.crosslog.spi.Output;
import java.util.Objects;

/**
 * Renders events as rows: one level of fields, each of them text, a number, true, false or null. A {@link FieldTable} names the
 * columns.
 *
 * <pre>{@code
 * .normalize(TencentRules.waf().then(RowRenderer.agenticSoc()))
 * .to(SlsSink.builder()…layout(SlsLayout.topLevel())…)
 * }</pre>
 *
 * <p>Nothing of an event is lost: what no column takes stands in the one JSON field or the columns that the table says. What
 * changes its form is this: objects and arrays become JSON text, and a value that the table translates stands in its column
 * translated and in the rest as it was. Where two joined names are the same, the later gets a number
 * and is counted as {@code render-name-taken}. It takes events of any kind, OCSF or not; a column that finds nothing is left
 * out.
 *
 * <p>Immutable and thread-safe.
 */
public final class RowRenderer implements Normalizer {

    private final FieldTable table;

    private RowRenderer(FieldTable table) {
        this.table = Objects.requireNonNull(table, "table");
    }

    /** {@return a renderer of every attribute as a column, by {@link FieldTable#flat()}} */
    public static RowRenderer flat() {
        return new RowRenderer(FieldTable.flat());
    }

    /** {@return a renderer of Agentic SOC's standard fields, by {@link FieldTable#agenticSoc()}} */
    public static RowRenderer agenticSoc() {
        return new RowRenderer(FieldTable.agenticSoc());
    }

    /**
     * A renderer by a table of one's own.
     *
     * @param table names the columns
     * @return the renderer
     */
    public static RowRenderer of(FieldTable table) {
        return new RowRenderer(table);
    }

    @Override
    public void normalize(LogEvent event, Output out) {
        EventTree tree = new EventTree(event);
        LogEvent.Builder row = LogEvent.builder(event);
        for (Column column : table.columns()) {
            Object value = column.valueIn(tree);
            if (value != null) {
                row.put(column.name(), RestWriter.scalar(value));
            }
        }
        new RestWriter(table.rest(), row, out).write(tree.rest());
        out.emit(row.build());
    }

    @Override
    public String toString() {
        return "rows of table '" + table.name() + "'";
    }
}
