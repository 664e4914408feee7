package io.crosslog.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.loopback.s3.LoopbackS3;
import io.crosslog.loopback.s3.S3Bucket;
import io.crosslog.loopback.sls.LoopbackSls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/** A bucket, an SLS endpoint and what arrived there, for one test. */
final class BucketWorld implements AutoCloseable {

    private final Path directory;
    private final LoopbackS3 s3;
    private final LoopbackSls sls;
    private final BucketRecords accepted = new BucketRecords();

    private BucketWorld(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        this.s3 = LoopbackS3.builder()
                .bucket(BucketRoute.BUCKET)
                .endpointHost(BucketRoute.HOST)
                .accessKey(Route.SECRET_ID, Route.SECRET_KEY)
                .start();
        this.sls = LoopbackSls.builder()
                .logstore(Route.PROJECT, Route.LOGSTORE)
                .accessKey(Route.ACCESS_KEY, Route.ACCESS_SECRET)
                .keepNothing()
                .onAccepted(accepted::add)
                .start();
    }

    static BucketWorld in(Path directory) throws IOException, InterruptedException {
        return new BucketWorld(directory);
    }

    /** Gzip of numbered lines of JSON with Chinese text, each of about so many bytes, that does not compress well. */
    static byte[] lines(int count, int bytes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(content)) {
            for (int line = 0; line < count; line++) {
                StringBuilder text = new StringBuilder("{\"line\":\"" + line + "\",\"text\":\"");
                while (text.length() * 3 < bytes) {
                    text.append((char) (0x4E00 + random.nextInt(4_000)));
                }
                gzip.write(text.append("\"}\n").toString().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new IllegalStateException("Writing to memory cannot fail", e);
        }
        return content.toByteArray();
    }

    LoopbackS3 s3() {
        return s3;
    }

    S3Bucket bucket() {
        return s3.bucket(BucketRoute.BUCKET);
    }

    BucketRecords accepted() {
        return accepted;
    }

    /** Starts a process over this bucket. */
    ImportProcess start(String name, String heap, String database, boolean onePass) throws IOException {
        BucketRoute route = new BucketRoute(s3.port(), sls.port(), directory, database, onePass);
        return ImportProcess.start(directory, name, heap, BucketMain.class, route.toArguments());
    }

    /** Waits until so many records have arrived, duplicates not counted. */
    void awaitAccepted(long records, Duration within) throws InterruptedException {
        Waiting.until(
                records + " records at the endpoint",
                within,
                () -> accepted.records() >= records,
                () -> accepted.records() + " records");
    }

    /** Fails if a record of an object is missing, or one came under two ids. */
    void check(List<String> objects, int linesEach) {
        List<String> lost = new ArrayList<>();
        for (String key : objects) {
            for (int line = 0; line < linesEach; line++) {
                if (!accepted.has(key, line) && lost.size() < 20) {
                    lost.add(key + "#" + line);
                }
            }
        }
        assertThat(lost).as("lost records").isEmpty();
        assertThat(accepted.strangers()).as("strange arrivals").isEmpty();
    }

    @Override
    public void close() throws IOException {
        try (sls) {
            s3.close();
        }
    }
}
