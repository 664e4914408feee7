package io.crosslog.checkpoint.jdbc;

import io.crosslog.loopback.postgres.LoopbackPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** A database with tables of this test's own. */
record TestDatabase(DataSource dataSource, String prefix) {

    private static final AtomicInteger COUNT = new AtomicInteger();

    static TestDatabase postgres() {
        LoopbackPostgres server = SharedPostgres.server();
        return new TestDatabase(server.dataSource(), "t" + COUNT.incrementAndGet() + "_");
    }

    static TestDatabase h2() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return new TestDatabase(source, "t_");
    }

    JdbcCheckpointStore store() {
        return store(60_000);
    }

    JdbcCheckpointStore store(long leaseMillis) {
        return new JdbcCheckpointStore(new JdbcSettings(dataSource, prefix, null, leaseMillis, 10, true));
    }

    /** Changes something behind the store's back. */
    void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql.replace("{}", prefix));
        }
    }

    /** Lets every lease that is held now run out. */
    void expireAll() throws SQLException {
        execute("UPDATE {}positions SET lease_millis = 0 WHERE holder IS NOT NULL");
    }
}
