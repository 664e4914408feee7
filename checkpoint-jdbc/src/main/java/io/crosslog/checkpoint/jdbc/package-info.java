/**
 * Positions in a database, for processes that share a source: {@link io.crosslog.checkpoint.jdbc.JdbcCheckpointStore}.
 */
@NullMarked
package io.crosslog.checkpoint.jdbc;

import org.jspecify.annotations.NullMarked;
