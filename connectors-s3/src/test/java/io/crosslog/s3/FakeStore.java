package io.crosslog.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A store whose clock, whose listings and whose failures a test sets: for orders of events that no server can be made to
 * show. Safe for concurrent calls.
 */
final class FakeStore implements ObjectStore {

    private final NavigableMap<String, Kept> objects = new TreeMap<>(KeyOrder::compare);
    private final List<String> opened = new ArrayList<>();
    private long now = 1_800_000_000_000L;
    private int pageSize = 3;
    private int lists;
    private @Nullable IOException failure;

    // The array is handed on, not compared.
    @SuppressWarnings("ArrayRecordComponent")
    private record Kept(String etag, byte[] content, long modified, long visibleAt) {}

    synchronized long now() {
        return now;
    }

    synchronized void pass(long millis) {
        now += millis;
    }

    synchronized void pageSize(int size) {
        pageSize = size;
    }

    /** Puts an object with some lines that appears in listings only later. */
    synchronized void put(String key, String etag, List<String> lines, long modified, long visibleAt) {
        byte[] content = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        objects.put(key, new Kept(etag, content, modified, visibleAt));
    }

    synchronized void put(String key, String etag, List<String> lines) {
        put(key, etag, lines, now, now);
    }

    synchronized void delete(String key) {
        objects.remove(key);
    }

    /** Lets all calls fail from now on; null to end it. */
    synchronized void fail(@Nullable IOException e) {
        failure = e;
    }

    synchronized int lists() {
        return lists;
    }

    /** {@return the keys of the objects that were opened, in order} */
    synchronized List<String> opened() {
        return List.copyOf(opened);
    }

    @Override
    public synchronized ObjectPage list(String after) throws IOException {
        check();
        lists++;
        List<ListedObject> page = new ArrayList<>();
        boolean last = true;
        for (var entry : objects.tailMap(after, false).entrySet()) {
            Kept kept = entry.getValue();
            if (kept.visibleAt() <= now) {
                if (page.size() == pageSize) {
                    last = false;
                    break;
                }
                page.add(new ListedObject(entry.getKey(), kept.etag(), kept.content().length, kept.modified()));
            }
        }
        return new ObjectPage(page, last, now);
    }

    @Override
    public synchronized InputStream open(ListedObject object, long from) throws IOException {
        check();
        opened.add(object.key());
        Kept kept = objects.get(object.key());
        if (kept == null) {
            throw new ObjectGoneException(object.key() + " was deleted");
        }
        if (!kept.etag().equals(object.etag())) {
            throw new ObjectChangedException(object.key() + " was written anew");
        }
        return new ByteArrayInputStream(kept.content(), (int) from, kept.content().length - (int) from);
    }

    private void check() throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {}
}
