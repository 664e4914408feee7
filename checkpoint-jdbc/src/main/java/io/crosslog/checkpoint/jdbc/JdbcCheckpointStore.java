package io.crosslog.checkpoint.jdbc;

import io.crosslog.spi.CheckpointStore;
import io.crosslog.spi.Checkpoints;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps positions in a database and leases partitions one by one, so that several processes share a source: PostgreSQL for
 * processes on several hosts, H2 for those on one.
 *
 * <pre>{@code
 * CheckpointStore store = JdbcCheckpointStore.on(dataSource);
 * }</pre>
 *
 * <p>A claim is a lease, of 15 s by default, that the engine renews every 3 s by the clock of the database. A process that
 * dies or sleeps through its lease loses its partitions to whoever claims them next; each claim raises the partition's
 * fence, and a save with an old one is refused in the same statement that would have written it. A process that is refused
 * a partition is noted as waiting, and those that hold more than their share hand some over ({@link Checkpoints#wanted}).
 *
 * <p>By default: tables {@code crosslog_schema}, {@code crosslog_positions} and {@code crosslog_members} in the connection's
 * own schema, made when they are first needed; 10 s for a statement. Connections are taken for one transaction and given
 * back; a pool in front of the database saves their making. Names of pipeline, source and partition together may have 2,000
 * bytes of UTF-8.
 *
 * <p>Immutable and thread-safe, if the data source is.
 */
public final class JdbcCheckpointStore implements CheckpointStore {

    private final JdbcSettings settings;
    private final ReentrantLock preparing = new ReentrantLock();
    private volatile @Nullable Dialect dialect;

    JdbcCheckpointStore(JdbcSettings settings) {
        this.settings = settings;
    }

    /**
     * A store with the default settings.
     *
     * @param dataSource gives connections to PostgreSQL or H2
     * @return the store
     */
    public static JdbcCheckpointStore on(DataSource dataSource) {
        return builder(dataSource).build();
    }

    /**
     * Begins to describe a store.
     *
     * @param dataSource gives connections to PostgreSQL or H2
     * @return a builder with the default settings
     */
    public static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
    }

    @Override
    public Checkpoints open(String pipeline, String source) throws IOException {
        Database database = new Database(settings);
        Tables tables = new Tables(settings);
        Dialect known = prepared(database, tables);
        Session session = new Session(pipeline, source, UUID.randomUUID().toString());
        return JdbcCheckpoints.open(database, new Leases(tables, known, session, settings.leaseMillis()), settings);
    }

    @Override
    public String toString() {
        return "checkpoints in tables " + settings.prefix() + "*";
    }

    private Dialect prepared(Database database, Tables tables) throws IOException {
        preparing.lock();
        try {
            Dialect known = dialect;
            if (known == null) {
                known = database.call("prepare the tables", new Preparation(tables, settings.createTables()));
                dialect = known;
            }
            return known;
        } finally {
            preparing.unlock();
        }
    }

    /** Describes a store; see {@link JdbcCheckpointStore} for the defaults. Confined to one thread. */
    public static final class Builder {

        private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,39}");
        private static final Duration SHORTEST_LEASE = Duration.ofSeconds(5);

        private final DataSource dataSource;
        private String prefix = "crosslog_";
        private @Nullable String schema;
        private Duration lease = Duration.ofSeconds(15);
        private Duration statementTimeout = Duration.ofSeconds(10);
        private boolean createTables = true;

        private Builder(DataSource dataSource) {
            this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        }

        /**
         * What the names of the tables begin with; default {@code crosslog_}.
         *
         * @param start a letter or underscore and up to 39 letters, digits and underscores
         * @return this builder
         * @throws IllegalArgumentException if it is anything else
         */
        public Builder tablePrefix(String start) {
            this.prefix = identifier("tablePrefix", start);
            return this;
        }

        /**
         * The schema of the tables, which must exist; by default the one that the connection finds first.
         *
         * @param name a letter or underscore and up to 39 letters, digits and underscores
         * @return this builder
         * @throws IllegalArgumentException if it is anything else
         */
        public Builder schema(String name) {
            this.schema = identifier("schema", name);
            return this;
        }

        /**
         * How long a partition stays with a process that no longer renews it; default 15 s. Claims are renewed every 3 s. A
         * short lease lets others take over sooner, a long one survives longer pauses of a process or the database.
         *
         * @param time at least 5 s, at most an hour
         * @return this builder
         * @throws IllegalArgumentException if it is shorter or longer
         */
        public Builder lease(Duration time) {
            if (time.compareTo(SHORTEST_LEASE) < 0 || time.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException(
                        "lease was " + time + " but it must be between " + SHORTEST_LEASE + " and PT1H");
            }
            this.lease = time;
            return this;
        }

        /**
         * How long one statement may take; default 10 s. Then the transaction counts as failed and is tried again later.
         *
         * @param time at least 1 s, in whole seconds
         * @return this builder
         * @throws IllegalArgumentException if it is shorter
         */
        public Builder statementTimeout(Duration time) {
            if (time.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("statementTimeout was " + time + " but it must be at least PT1S");
            }
            this.statementTimeout = time;
            return this;
        }

        /**
         * Whether missing tables are made; default true. Without, somebody makes them by the statements of
         * {@code docs/checkpoints.md}, and the user of the connections needs no right to.
         *
         * @param make whether to
         * @return this builder
         */
        public Builder createTables(boolean make) {
            this.createTables = make;
            return this;
        }

        /** {@return the store; it connects when it is first opened} */
        public JdbcCheckpointStore build() {
            return new JdbcCheckpointStore(new JdbcSettings(
                    dataSource, prefix, schema, lease.toMillis(), (int) statementTimeout.toSeconds(), createTables));
        }

        private static String identifier(String setting, String name) {
            if (!IDENTIFIER.matcher(name).matches()) {
                throw new IllegalArgumentException(setting + " was '" + name + "' but it must be a letter or underscore"
                        + " and up to 39 letters, digits and underscores");
            }
            return name;
        }
    }
}
