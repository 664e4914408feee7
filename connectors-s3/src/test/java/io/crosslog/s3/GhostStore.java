package io.crosslog.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Lists objects that may not be there. Safe for concurrent calls. */
record GhostStore(FakeStore store, List<ListedObject> ghosts) implements ObjectStore {

    @Override
    public ObjectPage list(String after) {
        return new ObjectPage(ghosts, true, store.now());
    }

    @Override
    public InputStream open(ListedObject object, long from) throws IOException {
        return store.open(object, from);
    }

    @Override
    public void close() {}
}
