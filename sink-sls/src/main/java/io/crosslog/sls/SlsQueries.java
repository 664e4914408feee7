package io.crosslog.sls;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Queries of the service over a logstore's columns, a member of JSON text being {@code key.member}. */
final class SlsQueries {

    private static final int MOST_OF_A_KIND = 3;

    private SlsQueries() {}

    /** Titles and queries in order. */
    static Map<String, String> of(SlsLayout layout, List<String> texts, List<String> numbers) {
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put(
                "Logs of each topic and source",
                "* | SELECT __topic__, __source__, count(1) AS logs GROUP BY __topic__, __source__ ORDER BY logs DESC");
        layout.idKey().ifPresent(id -> {
            queries.put(
                    "Logs delivered more than once",
                    "* | SELECT " + id + ", count(1) AS copies GROUP BY " + id + " HAVING count(1) > 1 LIMIT 100");
            queries.put("Logs without their duplicates", "* | SELECT approx_distinct(" + id + ") AS logs");
        });
        layout.arrivalKey()
                .ifPresent(key -> queries.put(
                        "Seconds from the event to its arrival, by topic",
                        "* | SELECT __topic__, max(to_unixtime(from_iso8601_timestamp(" + key
                                + ")) - __time__) AS seconds GROUP BY __topic__"));
        layout.originKey()
                .ifPresent(key -> queries.put("The logs made of one record", key + ": \"kafka://topic/0@4711\""));
        queries.put(
                "Logs with cut values",
                "* | SELECT " + SlsLayout.CUTS + " WHERE " + SlsLayout.CUTS + " IS NOT NULL LIMIT 100");
        queries.put(
                "Logs whose own time SLS would not take",
                SlsLayout.TIME + ": * | SELECT min(" + SlsLayout.TIME + ") AS earliest, count(1) AS logs");
        texts.stream()
                .limit(MOST_OF_A_KIND)
                .forEach(column -> queries.put(
                        "Most frequent " + column,
                        "* | SELECT " + quoted(column) + ", count(1) AS logs GROUP BY " + quoted(column)
                                + " ORDER BY logs DESC LIMIT 20"));
        numbers.stream()
                .limit(MOST_OF_A_KIND)
                .forEach(column -> queries.put(
                        "Spread of " + column,
                        "* | SELECT __topic__, min(" + quoted(column) + ") AS lowest, approx_percentile("
                                + quoted(column) + ", 0.95) AS p95, max(" + quoted(column)
                                + ") AS highest GROUP BY __topic__"));
        return queries;
    }

    private static String quoted(String column) {
        return '"' + column.replace("\"", "\"\"") + '"';
    }
}
