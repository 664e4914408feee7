package io.crosslog.checkpoint.jdbc;

import io.crosslog.spi.BlockedException;
import java.sql.Connection;
import java.sql.SQLException;

/** What databases say differently. */
enum Dialect {
    /** The clock of the statement, not that of the transaction: it may have waited for a row. */
    POSTGRESQL("CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)", "TEXT"),
    /** An embedded database's clock is the host's. */
    H2("CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)", "CHARACTER LARGE OBJECT");

    private final String clock;
    private final String longText;

    Dialect(String clock, String longText) {
        this.clock = clock;
        this.longText = longText;
    }

    static Dialect of(Connection connection) throws SQLException, BlockedException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "PostgreSQL" -> POSTGRESQL;
            case "H2" -> H2;
            default ->
                throw new BlockedException(
                        "checkpoints are kept in PostgreSQL or H2, and this is " + product,
                        "give the store a data source of one of these",
                        null);
        };
    }

    /** Milliseconds since 1970 by the database's clock. */
    String clock() {
        return clock;
    }

    String longText() {
        return longText;
    }
}
