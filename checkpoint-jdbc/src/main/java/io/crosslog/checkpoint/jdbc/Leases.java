package io.crosslog.checkpoint.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one session, each within a transaction that is given. All times are the database's; a lease that ran out
 * is still good for as long as nobody else has claimed the partition, as only a claim raises the fence.
 *
 * <p>Immutable and thread-safe.
 */
final class Leases {

    /** How long a refused claim counts as waiting, and a promised partition is kept for the one that waits. */
    private static final long WAITING_MILLIS = 300_000;

    private static final long PROMISE_MILLIS = 60_000;
    private static final String OF_SOURCE = " WHERE pipeline = ? AND source = ?";
    private static final String OF_PARTITION = OF_SOURCE + " AND part = ?";

    private final Tables tables;
    private final Dialect dialect;
    private final Session session;
    private final long leaseMillis;

    Leases(Tables tables, Dialect dialect, Session session, long leaseMillis) {
        this.tables = tables;
        this.dialect = dialect;
        this.session = session;
        this.leaseMillis = leaseMillis;
    }

    Session session() {
        return session;
    }

    /** A partition that was taken: its token, null if none was saved yet, and the fence to save with. */
    record Taken(@Nullable String token, long fence) {}

    /** Takes a partition, or returns null when somebody else has it or was promised it. */
    @Nullable Taken claim(Database.Transaction in, String partition) throws SQLException {
        String part = session.stored(partition);
        String me = session.member();
        int changed = in.update(
                "UPDATE " + tables.positions() + " SET fence = CASE WHEN holder = ? THEN fence ELSE fence + 1 END,"
                        + " holder = ?, lease_millis = " + dialect.clock()
                        + " + ?, promised = NULL, promised_millis = 0"
                        + OF_PARTITION + " AND (holder IS NULL OR holder = ? OR lease_millis < " + dialect.clock()
                        + ") AND (promised IS NULL OR promised = ? OR promised_millis < " + dialect.clock() + ")",
                me,
                me,
                leaseMillis,
                session.storedPipeline(),
                session.storedSource(),
                part,
                me,
                me);
        if (changed == 0 && !exists(in, part)) {
            // Who is faster makes this fail and be done again.
            changed = in.update(
                    "INSERT INTO " + tables.positions()
                            + " (pipeline, source, part, fence, holder, lease_millis, promised_millis) VALUES (?, ?, ?, 1, ?, "
                            + dialect.clock() + " + ?, 0)",
                    session.storedPipeline(),
                    session.storedSource(),
                    part,
                    me,
                    leaseMillis);
        }
        if (changed == 0) {
            return null;
        }
        try (PreparedStatement select = in.prepare(
                        "SELECT token, fence FROM " + tables.positions() + OF_PARTITION,
                        session.storedPipeline(),
                        session.storedSource(),
                        part);
                ResultSet rows = select.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("a partition that was claimed is gone", "40001");
            }
            String token = rows.getString(1);
            return new Taken(token == null ? null : StoredText.read(token), rows.getLong(2));
        }
    }

    private boolean exists(Database.Transaction in, String part) throws SQLException {
        try (PreparedStatement select = in.prepare(
                        "SELECT 1 FROM " + tables.positions() + OF_PARTITION,
                        session.storedPipeline(),
                        session.storedSource(),
                        part);
                ResultSet rows = select.executeQuery()) {
            return rows.next();
        }
    }

    /** Writes tokens under the fences they were claimed with and returns the partitions that are no longer held. */
    List<String> save(Database.Transaction in, Map<String, String> tokens, Map<String, Long> fences)
            throws SQLException {
        // One order for all, so that two who save the same partitions do not wait for each other.
        List<String> partitions = new ArrayList<>(new TreeMap<>(tokens).keySet());
        try (PreparedStatement update = in.prepare("UPDATE " + tables.positions() + " SET token = ?, saved_millis = "
                + dialect.clock() + ", lease_millis = " + dialect.clock() + " + ?" + OF_PARTITION
                + " AND holder = ? AND fence = ?")) {
            for (String partition : partitions) {
                update.setString(1, StoredText.of(Objects.requireNonNull(tokens.get(partition))));
                update.setLong(2, leaseMillis);
                update.setString(3, session.storedPipeline());
                update.setString(4, session.storedSource());
                update.setString(5, session.stored(partition));
                update.setString(6, session.member());
                update.setLong(7, Objects.requireNonNull(fences.get(partition)));
                update.addBatch();
            }
            int[] changed = update.executeBatch();
            List<String> stale = new ArrayList<>();
            for (int i = 0; i < changed.length; i++) {
                if (changed[i] == 0) {
                    stale.add(partitions.get(i));
                } else if (changed[i] == Statement.SUCCESS_NO_INFO) {
                    throw new SQLException("the driver does not tell whether a fenced row was written");
                }
            }
            return stale;
        }
    }

    /** Gives a partition back, and keeps it for a while for the one that it was promised to. */
    void release(Database.Transaction in, String partition, @Nullable String promisedTo) throws SQLException {
        in.update(
                "UPDATE " + tables.positions() + " SET holder = NULL, lease_millis = " + dialect.clock()
                        + ", promised = ?, promised_millis = " + dialect.clock() + " + ?" + OF_PARTITION
                        + " AND holder = ?",
                promisedTo,
                PROMISE_MILLIS,
                session.storedPipeline(),
                session.storedSource(),
                session.stored(partition),
                session.member());
    }

    /** Gives back everything and forgets the session. */
    void leave(Database.Transaction in) throws SQLException {
        in.update(
                "UPDATE " + tables.positions() + " SET holder = NULL, lease_millis = " + dialect.clock() + OF_SOURCE
                        + " AND holder = ?",
                session.storedPipeline(),
                session.storedSource(),
                session.member());
        in.update(
                "UPDATE " + tables.positions() + " SET promised = NULL" + OF_SOURCE + " AND promised = ?",
                session.storedPipeline(),
                session.storedSource(),
                session.member());
        in.update(
                "DELETE FROM " + tables.members() + OF_SOURCE + " AND member = ?",
                session.storedPipeline(),
                session.storedSource(),
                session.member());
    }

    /** Shows that the session lives, and whether it waits for a partition that it was refused. */
    void appear(Database.Transaction in, boolean waits) throws SQLException {
        String waiting = waits ? dialect.clock() + " + " + WAITING_MILLIS : "waiting_millis";
        int changed = in.update(
                "UPDATE " + tables.members() + " SET seen_millis = " + dialect.clock() + ", waiting_millis = " + waiting
                        + OF_SOURCE + " AND member = ?",
                session.storedPipeline(),
                session.storedSource(),
                session.member());
        if (changed == 0) {
            in.update(
                    "INSERT INTO " + tables.members()
                            + " (pipeline, source, member, seen_millis, waiting_millis) VALUES (?, ?, ?, "
                            + dialect.clock() + ", " + (waits ? dialect.clock() + " + " + WAITING_MILLIS : "0") + ")",
                    session.storedPipeline(),
                    session.storedSource(),
                    session.member());
        }
    }

    /** Extends all leases of this session and returns what it holds, with the fences. */
    Map<String, Long> renew(Database.Transaction in) throws SQLException {
        in.update(
                "UPDATE " + tables.positions() + " SET lease_millis = " + dialect.clock() + " + ?" + OF_SOURCE
                        + " AND holder = ?",
                leaseMillis,
                session.storedPipeline(),
                session.storedSource(),
                session.member());
        Map<String, Long> held = new HashMap<>();
        try (PreparedStatement select = in.prepare(
                        "SELECT part, fence FROM " + tables.positions() + OF_SOURCE + " AND holder = ?",
                        session.storedPipeline(),
                        session.storedSource(),
                        session.member());
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                held.put(StoredText.read(rows.getString(1)), rows.getLong(2));
            }
        }
        return held;
    }

    /** Who lives, who waits and who holds how much; forgets the dead and what was promised to them. */
    Members members(Database.Transaction in) throws SQLException {
        in.update(
                "DELETE FROM " + tables.members() + OF_SOURCE + " AND seen_millis + ? < " + dialect.clock(),
                session.storedPipeline(),
                session.storedSource(),
                leaseMillis);
        in.update(
                "UPDATE " + tables.positions() + " SET promised = NULL" + OF_SOURCE
                        + " AND promised IS NOT NULL AND promised NOT IN (SELECT member FROM " + tables.members()
                        + OF_SOURCE
                        + ")",
                session.storedPipeline(),
                session.storedSource(),
                session.storedPipeline(),
                session.storedSource());
        Map<String, Member> living = new TreeMap<>();
        try (PreparedStatement select = in.prepare(
                        "SELECT member, CASE WHEN waiting_millis > " + dialect.clock() + " THEN 1 ELSE 0 END FROM "
                                + tables.members() + OF_SOURCE,
                        session.storedPipeline(),
                        session.storedSource());
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                living.put(rows.getString(1), new Member(rows.getString(1), rows.getInt(2) == 1, 0));
            }
        }
        int free = 0;
        // A partition that was promised counts as had; one that was left a while ago is nobody's, and no reason to
        // wait.
        try (PreparedStatement select = in.prepare(
                        "SELECT COALESCE(holder, promised), COUNT(*) FROM " + tables.positions() + OF_SOURCE
                                + " AND (holder IS NOT NULL OR promised IS NOT NULL OR lease_millis + ? > "
                                + dialect.clock() + ") GROUP BY COALESCE(holder, promised)",
                        session.storedPipeline(),
                        session.storedSource(),
                        WAITING_MILLIS);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                String holder = rows.getString(1);
                Member member = holder == null ? null : living.get(holder);
                if (member == null) {
                    free += rows.getInt(2);
                } else {
                    living.put(member.id(), new Member(member.id(), member.waits(), rows.getInt(2)));
                }
            }
        }
        return new Members(living.values(), free);
    }

    /** A session, as others see it. */
    record Member(String id, boolean waits, int held) {}

    /** All living sessions of a source, in one order for all that look, and how many partitions nobody holds. */
    record Members(Collection<Member> living, int free) {}
}
