package io.crosslog.checkpoint.jdbc;

import io.crosslog.spi.CheckpointStore;
import io.crosslog.testkit.CheckpointStoreContract;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The store in H2 keeps the contract")
final class H2ContractTest extends CheckpointStoreContract {

    private final TestDatabase database = TestDatabase.h2();

    @Override
    protected CheckpointStore store() {
        return database.store();
    }
}
