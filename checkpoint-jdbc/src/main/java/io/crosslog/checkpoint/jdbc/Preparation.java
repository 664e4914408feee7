package io.crosslog.checkpoint.jdbc;

import io.crosslog.spi.BlockedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Makes the tables where they are missing, and checks that they are of the version that this release knows. */
final class Preparation implements Database.Work<Dialect> {

    private final Tables tables;
    private final boolean createTables;

    Preparation(Tables tables, boolean createTables) {
        this.tables = tables;
        this.createTables = createTables;
    }

    @Override
    public Dialect in(Database.Transaction transaction) throws SQLException, BlockedException {
        Connection connection = transaction.connection();
        Dialect dialect = Dialect.of(connection);
        if (createTables) {
            for (String definition : tables.definitions(dialect)) {
                try (PreparedStatement statement = transaction.prepare(definition)) {
                    statement.execute();
                }
            }
            try (PreparedStatement insert = transaction.prepare("INSERT INTO " + tables.schema()
                    + " (id, version) SELECT 1, " + Tables.VERSION + " WHERE NOT EXISTS (SELECT 1 FROM "
                    + tables.schema() + ")")) {
                insert.executeUpdate();
            }
        }
        try (PreparedStatement select = transaction.prepare("SELECT version FROM " + tables.schema());
                ResultSet rows = select.executeQuery()) {
            int version = rows.next() ? rows.getInt(1) : 0;
            if (version != Tables.VERSION) {
                throw new BlockedException(
                        "the tables " + tables.schema() + " and those beside it are of version " + version
                                + ", and this release knows version " + Tables.VERSION,
                        "use a release that knows them, or another table prefix",
                        null);
            }
        }
        return dialect;
    }
}
