/** A PostgreSQL server on 127.0.0.1 for tests. Start at {@link io.crosslog.loopback.postgres.LoopbackPostgres}. */
@NullMarked
package io.crosslog.loopback.postgres;

import org.jspecify.annotations.NullMarked;
