package io.crosslog.checkpoint.jdbc;

import io.crosslog.spi.CheckpointStore;
import io.crosslog.testkit.CheckpointStoreContract;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The store in PostgreSQL keeps the contract")
final class PostgresContractTest extends CheckpointStoreContract {

    private final TestDatabase database = TestDatabase.postgres();

    @Override
    protected CheckpointStore store() {
        return database.store();
    }
}
