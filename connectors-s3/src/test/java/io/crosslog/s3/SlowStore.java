package io.crosslog.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A store that gives some objects only when a condition holds. Safe for concurrent calls. */
final class SlowStore implements ObjectStore {

    private final ObjectStore store;
    private final Predicate<String> slow;
    private volatile BooleanSupplier condition = () -> true;

    SlowStore(ObjectStore store, Predicate<String> slow) {
        this.store = store;
        this.slow = slow;
    }

    void until(BooleanSupplier holds) {
        condition = holds;
    }

    @Override
    public ObjectPage list(String after) throws IOException {
        return store.list(after);
    }

    @Override
    public InputStream open(ListedObject object, long from) throws IOException {
        if (slow.test(object.key())) {
            Waiting.until("the others", condition);
        }
        return store.open(object, from);
    }

    @Override
    public void close() {}
}
