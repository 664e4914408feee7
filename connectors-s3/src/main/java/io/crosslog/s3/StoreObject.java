package io.crosslog.s3;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of one listed object in a store. Confined to one thread. */
final class StoreObject implements ObjectBytes {

    private final ObjectStore store;
    private final ListedObject object;
    private final String name;
    private final Counts counts;

    StoreObject(ObjectStore store, ListedObject object, String name, Counts counts) {
        this.store = store;
        this.object = object;
        this.name = name;
        this.counts = counts;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return object.size();
    }

    @Override
    public InputStream open(long from) throws IOException {
        counts.add(Counts.Kind.GETS);
        return store.open(object, from);
    }
}
