package io.crosslog.campaign;

import io.crosslog.loopback.kafka.LoopbackKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Produces records, each with a number of its own, in the foreground and in the background. Every 97th is cut off in its
 * middle, so that it must be rejected. Safe for concurrent calls.
 */
final class Traffic implements AutoCloseable {

    private static final long MALFORMED_EVERY = 97;
    private static final String PADDING = "登录页面 ".repeat(20);

    /** Where a record goes, and which kind of log it is. */
    record Place(String topic, int partition, String kind) {}

    private final LoopbackKafka kafka;
    private volatile LongFunction<Place> places;
    private volatile boolean ending;
    private volatile @Nullable Throwable failure;
    private @Nullable Thread thread;
    private volatile long produced;

    Traffic(LoopbackKafka kafka, LongFunction<Place> places) {
        this.kafka = kafka;
        this.places = places;
    }

    /** Of one kind, spread over the partitions of one topic. */
    static Traffic over(LoopbackKafka kafka, String topic, int partitions) {
        return new Traffic(kafka, spread(topic, partitions));
    }

    static LongFunction<Place> spread(String topic, int partitions) {
        return number -> new Place(topic, (int) (number % partitions), "attack");
    }

    /** Sends what comes from now on elsewhere. */
    void redirect(LongFunction<Place> elsewhere) {
        places = elsewhere;
    }

    /** Produces this many records and returns when the broker has them. */
    synchronized void produce(int count) {
        long first = produced;
        kafka.produce(LongStream.range(first, first + count).mapToObj(this::record));
        produced = first + count;
    }

    /** Produces in the background until {@link #end()}. */
    Traffic begin(int perSecond) {
        int atOnce = Math.max(1, perSecond / 20);
        Thread begun = new Thread(() -> run(atOnce), "traffic");
        begun.setDaemon(true);
        thread = begun;
        begun.start();
        return this;
    }

    /** Stops and returns when the broker has all. */
    void end() throws InterruptedException {
        ending = true;
        Thread running = thread;
        if (running != null) {
            running.join(Duration.ofSeconds(60).toMillis());
        }
        Throwable wrong = failure;
        if (wrong != null || running != null && running.isAlive()) {
            throw new AssertionError("The traffic did not end well", wrong);
        }
    }

    /** How many records the broker has. */
    long produced() {
        return produced;
    }

    static boolean isMalformed(long number) {
        return number % MALFORMED_EVERY == MALFORMED_EVERY - 1;
    }

    /** The number of a record, out of its bytes, be they cut off or not. */
    static long numberIn(String text) {
        int from = text.indexOf("\"number\":\"") + "\"number\":\"".length();
        return Long.parseLong(text.substring(from, text.indexOf('"', from)));
    }

    /** Asks for the end, where a test ends early. */
    @Override
    public void close() {
        ending = true;
    }

    private void run(int atOnce) {
        try {
            while (!ending) {
                produce(atOnce);
                Waiting.pause(Duration.ofMillis(50));
            }
        } catch (RuntimeException | InterruptedException e) {
            failure = e;
        }
    }

    private ProducerRecord<byte[], byte[]> record(long number) {
        Place place = places.apply(number);
        String text = "{\"number\":\"" + number + "\",\"kind\":\"" + place.kind() + "\",\"client_ip\":\"192.0.2."
                + number % 250 + "\",\"url\":\"/" + PADDING + "\"}";
        String sent = isMalformed(number) ? text.substring(0, text.length() - 5) : text;
        return new ProducerRecord<>(place.topic(), place.partition(), null, sent.getBytes(StandardCharsets.UTF_8));
    }

    /** Three kinds of log, taking turns in every partition of the topics. */
    static LongFunction<Place> kinds(List<String> kinds, LongFunction<String> topics, int partitions) {
        return number -> new Place(topics.apply(number), (int) (number / kinds.size() % partitions), kinds.get((int)
                (number % kinds.size())));
    }
}
