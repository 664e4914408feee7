package io.crosslog.checkpoint.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Types;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs work in a transaction of its own, on a connection of its own, and again where the database could not order it among
 * others. Safe for concurrent calls, if the data source is.
 */
final class Database {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int ATTEMPTS = 6;
    private static final long LONGEST_PAUSE_NANOS = 40_000_000;

    private final JdbcSettings settings;

    Database(JdbcSettings settings) {
        this.settings = settings;
    }

    /** What is done in one transaction; it may be done several times, and counts only once. */
    interface Work<T> {
        T in(Transaction transaction) throws SQLException, IOException;
    }

    /**
     * Does the work and commits it.
     *
     * @param what the work in words, for messages: "save positions"
     * @throws IOException if the database cannot do it now
     */
    <T> T call(String what, Work<T> work) throws IOException {
        SQLException last = null;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                return once(work);
            } catch (SQLException e) {
                if (!SqlTrouble.isWorthAnotherTry(e)) {
                    throw SqlTrouble.explained(what, e);
                }
                last = e;
                LockSupport.parkNanos(
                        ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_NANOS * attempt / ATTEMPTS) + 1);
            }
        }
        throw SqlTrouble.explained(what, last == null ? new SQLException("not tried") : last);
    }

    private <T> T once(Work<T> work) throws SQLException, IOException {
        try (Connection connection = settings.dataSource().getConnection()) {
            Manners before = Manners.of(connection);
            try {
                // The answer that does not come is waited for a little longer than the statement that takes too long.
                Manners.set(
                        connection, Connection.TRANSACTION_READ_COMMITTED, settings.statementSeconds() * 1000 + 5_000);
                connection.setAutoCommit(false);
                T result = work.in(new Transaction(connection, settings.statementSeconds()));
                connection.commit();
                return result;
            } catch (SQLException | IOException | RuntimeException | Error e) {
                // Whatever it is: to give the connection back commits what is not rolled back.
                rollBack(connection);
                throw e;
            } finally {
                before.restore(connection);
            }
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is broken; the server rolls back what it does not hear the end of.
            LOG.debug("Cannot roll back: {}", e.getSQLState());
        }
    }

    /** How a connection behaves, to give it back to its pool as it came. */
    private record Manners(boolean autoCommit, int isolation, int networkMillis) {

        static Manners of(Connection connection) throws SQLException {
            int millis = 0;
            try {
                millis = connection.getNetworkTimeout();
            } catch (SQLFeatureNotSupportedException e) {
                LOG.debug("The driver knows no network timeout");
            }
            return new Manners(connection.getAutoCommit(), connection.getTransactionIsolation(), millis);
        }

        /** Read committed, as each statement must see what the one that it waited for has done. */
        static void set(Connection connection, int isolation, int networkMillis) throws SQLException {
            if (connection.getTransactionIsolation() != isolation) {
                connection.setTransactionIsolation(isolation);
            }
            try {
                connection.setNetworkTimeout(Runnable::run, networkMillis);
            } catch (SQLFeatureNotSupportedException e) {
                LOG.debug("The driver knows no network timeout");
            }
        }

        void restore(Connection connection) {
            try {
                connection.setAutoCommit(autoCommit);
                set(connection, isolation, networkMillis);
            } catch (SQLException e) {
                LOG.debug("Cannot give a connection back as it came: {}", e.getSQLState());
            }
        }
    }

    /** One attempt at some work. Confined to one thread. */
    static final class Transaction {

        private final Connection connection;
        private final int seconds;

        private Transaction(Connection connection, int seconds) {
            this.connection = connection;
            this.seconds = seconds;
        }

        Connection connection() {
            return connection;
        }

        /** A statement that is given up when it takes too long. */
        PreparedStatement prepare(String sql, @Nullable Object... parameters) throws SQLException {
            PreparedStatement statement = connection.prepareStatement(sql);
            try {
                statement.setQueryTimeout(seconds);
                for (int i = 0; i < parameters.length; i++) {
                    Object parameter = parameters[i];
                    if (parameter == null) {
                        statement.setNull(i + 1, Types.VARCHAR);
                    } else {
                        statement.setObject(i + 1, parameter);
                    }
                }
                return statement;
            } catch (SQLException | RuntimeException e) {
                statement.close();
                throw e;
            }
        }

        /** Runs a statement and returns how many rows it changed. */
        int update(String sql, @Nullable Object... parameters) throws SQLException {
            try (PreparedStatement statement = prepare(sql, parameters)) {
                return statement.executeUpdate();
            }
        }
    }
}
