package io.crosslog.checkpoint.jdbc;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What a store was built with. Immutable and thread-safe, if the data source is. */
record JdbcSettings(
        DataSource dataSource,
        String prefix,
        @Nullable String schema,
        long leaseMillis,
        int statementSeconds,
        boolean createTables) {}
