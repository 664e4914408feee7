package io.crosslog.checkpoint.jdbc;

import io.crosslog.spi.BlockedException;
import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What errors of the database mean to a pipeline. */
final class SqlTrouble {

    /** Serialization failure, deadlock, lock not to be had, a row or table that somebody else made at the same time. */
    private static final Set<String> AGAIN =
            Set.of("40001", "40P01", "55P03", "HYT00", "23505", "42P07", "42710", "42S01", "90131");

    private static final int MOST_SHOWN = 1_000;

    private static final Pattern SECRET = Pattern.compile(
            "(?i)(password|passwd|pwd|secret|token)\\s*[=:]\\s*('[^']*'|\"[^\"]*\"|[^\\s;&,'\")]+)|(?<=://)[^/\\s]+(?=@)");

    private SqlTrouble() {}

    static boolean isWorthAnotherTry(SQLException e) {
        String state = e.getSQLState();
        return state != null && AGAIN.contains(state);
    }

    /** The error as the engine wants it, without what connection strings hold of secrets, and without what was sent. */
    static IOException explained(String what, SQLException thrown) {
        SQLException e = inBatch(thrown);
        String message = "cannot " + what + " in the checkpoint database: " + scrubbed(e.getMessage()) + " (SQLState "
                + e.getSQLState() + ")";
        SQLException cause = withoutSecrets(e);
        String advice = advice(e.getSQLState());
        return advice == null ? new IOException(message, cause) : new BlockedException(message, advice, cause);
    }

    /** PostgreSQL's driver tells of a batch with all that was in the statement, tokens of megabytes too. */
    private static SQLException inBatch(SQLException e) {
        if (e instanceof BatchUpdateException) {
            SQLException next = e.getNextException();
            return next != null ? next : e.getCause() instanceof SQLException cause ? cause : e;
        }
        return e;
    }

    private static @Nullable String advice(@Nullable String state) {
        if (state == null) {
            return null;
        }
        if (state.startsWith("28")) {
            return "check user and password of the checkpoint store's data source";
        }
        return switch (state) {
            case "42501", "90096" ->
                "grant the data source's user SELECT, INSERT, UPDATE and DELETE on the tables, and CREATE on the schema"
                        + " unless the tables exist already";
            case "42P01", "42S02", "42S04", "3F000", "90079" ->
                "make the schema and the tables, see docs/checkpoints.md, or let the store make the tables";
            case "3D000", "90146" -> "make the database, or correct its name in the data source's address";
            default -> null;
        };
    }

    private static SQLException withoutSecrets(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && !message.equals(scrubbed(message))) {
                SQLException clean = new SQLException(scrubbed(e.getMessage()), e.getSQLState(), e.getErrorCode());
                clean.setStackTrace(e.getStackTrace());
                return clean;
            }
        }
        return e;
    }

    private static String scrubbed(@Nullable String message) {
        if (message == null) {
            return "no reason given";
        }
        String clean = SECRET.matcher(message).replaceAll("***");
        return clean.length() <= MOST_SHOWN ? clean : clean.substring(0, MOST_SHOWN) + "…";
    }
}
