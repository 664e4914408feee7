package io.crosslog.checkpoint.jdbc;

import java.util.List;

/**
 * Names and definitions of the tables. The names' parts are checked identifiers, so nothing here needs quoting. Immutable
 * and thread-safe.
 */
final class Tables {

    /** Of the definitions below. */
    static final int VERSION = 1;

    private final String start;

    Tables(JdbcSettings settings) {
        start = (settings.schema() == null ? "" : settings.schema() + ".") + settings.prefix();
    }

    String schema() {
        return start + "schema";
    }

    String positions() {
        return start + "positions";
    }

    String members() {
        return start + "members";
    }

    List<String> definitions(Dialect dialect) {
        return List.of(
                "CREATE TABLE IF NOT EXISTS " + schema() + " (id INTEGER PRIMARY KEY, version INTEGER NOT NULL)",
                "CREATE TABLE IF NOT EXISTS " + positions()
                        + " (pipeline VARCHAR(2000) NOT NULL, source VARCHAR(2000) NOT NULL,"
                        + " part VARCHAR(2000) NOT NULL, token "
                        + dialect.longText()
                        + ", saved_millis BIGINT, fence BIGINT NOT NULL, holder VARCHAR(40), lease_millis BIGINT NOT NULL,"
                        + " promised VARCHAR(40), promised_millis BIGINT NOT NULL, PRIMARY KEY (pipeline, source, part))",
                "CREATE TABLE IF NOT EXISTS " + members()
                        + " (pipeline VARCHAR(2000) NOT NULL, source VARCHAR(2000) NOT NULL,"
                        + " member VARCHAR(40) NOT NULL, seen_millis BIGINT NOT NULL, waiting_millis BIGINT NOT NULL,"
                        + " PRIMARY KEY (pipeline, source, member))");
    }
}
