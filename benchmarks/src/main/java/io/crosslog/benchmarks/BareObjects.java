package io.crosslog.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What one would write by hand: GET of each key, which it is told and need not list, {@code GZIPInputStream}, and a copy of
 * each line's bytes. What is cut, damaged or too long ends it, and nobody knows how far it came. Confined to one thread.
 */
final class BareObjects implements BucketContender {

    private static final int BUFFER = 1 << 16;

    private final int port;
    private final int threads;
    /** Keeps the compiler from leaving the copies out. */
    private volatile byte @Nullable [] last;

    BareObjects(int port, int threads) {
        this.port = port;
        this.threads = threads;
    }

    @Override
    public void run(Shelf shelf, LapMeter meter) throws IOException, InterruptedException, ExecutionException {
        AtomicInteger next = new AtomicInteger();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Long>> readers = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                readers.add(executor.submit(() -> {
                    long records = 0;
                    for (int i = next.getAndIncrement(); i < shelf.objects(); i = next.getAndIncrement()) {
                        records += read(shelf.key(i), meter);
                    }
                    return records;
                }));
            }
            long records = 0;
            for (Future<Long> reader : readers) {
                records += reader.get();
            }
            meter.last();
            if (records != shelf.records() || last == null) {
                throw new IOException(records + " records of " + shelf.records());
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private long read(String key, LapMeter meter) throws IOException {
        URI object = URI.create("http://127.0.0.1:" + port + "/" + Shelf.BUCKET + "/" + key);
        HttpURLConnection connection = (HttpURLConnection) object.toURL().openConnection();
        long records = 0;
        byte[] buffer = new byte[BUFFER];
        int end = 0;
        try (InputStream in = new GZIPInputStream(connection.getInputStream(), BUFFER)) {
            meter.first();
            for (int count = in.read(buffer, 0, BUFFER); count >= 0; count = in.read(buffer, end, BUFFER - end)) {
                int start = 0;
                int scanned = end;
                end += count;
                for (int i = scanned; i < end; i++) {
                    if (buffer[i] == '\n') {
                        last = Arrays.copyOfRange(buffer, start, i);
                        records++;
                        start = i + 1;
                    }
                }
                end -= start;
                System.arraycopy(buffer, start, buffer, 0, end);
            }
        }
        return records;
    }
}
