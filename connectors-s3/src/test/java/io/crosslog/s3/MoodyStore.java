package io.crosslog.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A store that lists objects and then says something else of some of them. Safe for concurrent calls. */
final class MoodyStore implements ObjectStore {

    private final ObjectStore store;
    private final Map<String, Supplier<RuntimeException>> moods = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private Runnable onRefusal = () -> {};

    MoodyStore(ObjectStore store) {
        this.store = store;
    }

    /** Says from now on that an object is not there. */
    synchronized void gone(String key) {
        moods.put(key, () -> new ObjectGoneException(key + " was deleted after it was listed"));
    }

    /** Says from now on that an object is in another state. */
    synchronized void changed(String key) {
        moods.put(key, () -> new ObjectChangedException(key + " was written anew after it was listed"));
    }

    /** Runs something after an object was refused. */
    synchronized void onRefusal(Runnable action) {
        onRefusal = action;
    }

    /** Gives an object from now on. */
    synchronized void well(String key) {
        moods.remove(key);
    }

    /** {@return the keys that were asked for, in order} */
    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public ObjectPage list(String after) throws IOException {
        return store.list(after);
    }

    @Override
    public InputStream open(ListedObject object, long from) throws IOException {
        synchronized (this) {
            asked.add(object.key());
            Supplier<RuntimeException> mood = moods.get(object.key());
            if (mood != null) {
                onRefusal.run();
                throw mood.get();
            }
        }
        return store.open(object, from);
    }

    @Override
    public void close() {}
}
