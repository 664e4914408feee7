package io.crosslog.sls;

import java.util.LinkedHashMap;
import java.util.Map;

/** Queries of the service over a logstore's columns, a member of JSON text being {@code key.member}. */
final class SlsQueries {

    private static final int MOST_OF_A_TYPE = 3;

    private final SlsLayout layout;
    private final Map<String, SlsIndex.Type> columns;

    SlsQueries(SlsLayout layout, Map<String, SlsIndex.Type> columns) {
        this.layout = layout;
        this.columns = new LinkedHashMap<>(columns);
    }

    Map<String, String> all() {
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put(
                "Logs of each topic and source",
                "* | SELECT __topic__, __source__, count(1) AS logs GROUP BY __topic__, __source__ ORDER BY logs DESC");
        layout.idKey().ifPresent(id -> {
            queries.put(
                    "Logs delivered more than once",
                    "* | SELECT " + id + ", count(1) AS copies GROUP BY " + id + " HAVING copies > 1 LIMIT 100");
            queries.put("Logs without their duplicates", "* | SELECT approx_distinct(" + id + ") AS logs");
        });
        layout.arrivalKey()
                .ifPresent(arrival -> queries.put(
                        "Seconds from the event to its arrival, by topic",
                        "* | SELECT __topic__, max(to_unixtime(from_iso8601_timestamp(" + arrival
                                + ")) - __time__) AS seconds GROUP BY __topic__"));
        layout.originKey()
                .ifPresent(origin -> queries.put("The log made of one record", origin + ": \"kafka://topic/0@4711\""));
        queries.put("Logs with cut values", SlsLayout.CUTS + ": * | SELECT " + SlsLayout.CUTS + " LIMIT 100");
        queries.put(
                "Logs whose own time SLS would not take",
                SlsLayout.TIME + ": * | SELECT min(" + SlsLayout.TIME + ") AS earliest, count(1) AS logs");
        add(queries, SlsIndex.Type.TEXT);
        add(queries, SlsIndex.Type.LONG);
        add(queries, SlsIndex.Type.DOUBLE);
        return queries;
    }

    private void add(Map<String, String> queries, SlsIndex.Type type) {
        columns.entrySet().stream()
                .filter(column -> column.getValue() == type)
                .limit(MOST_OF_A_TYPE)
                .forEach(column -> add(queries, column.getKey(), type));
    }

    private static void add(Map<String, String> queries, String column, SlsIndex.Type type) {
        String quoted = '"' + column.replace("\"", "\"\"") + '"';
        if (type == SlsIndex.Type.TEXT) {
            queries.put(
                    "Most frequent " + column,
                    "* | SELECT " + quoted + ", count(1) AS logs GROUP BY " + quoted + " ORDER BY logs DESC LIMIT 20");
        } else {
            queries.put(
                    "Spread of " + column,
                    "* | SELECT __topic__, min(" + quoted + ") AS lowest, approx_percentile(" + quoted
                            + ", 0.95) AS p95, max(" + quoted + ") AS highest GROUP BY __topic__");
        }
    }
}
