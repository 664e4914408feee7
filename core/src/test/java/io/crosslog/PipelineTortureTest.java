package io.crosslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.checkpoint.MemoryCheckpointStore;
import io.crosslog.model.LogEvent;
import io.crosslog.model.Position;
import io.crosslog.model.RejectedRecord;
import io.crosslog.spi.BlockedException;
import io.crosslog.spi.Checkpoints;
import io.crosslog.spi.Limits;
import io.crosslog.spi.ThrottledException;
import io.crosslog.spi.WriteBatch;
import io.crosslog.spi.WriteResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything fails at random, partitions come and go, and the pipeline is killed and started again until all is done. */
class PipelineTortureTest {

    private static final String[] KINDS = {"bad", "silent", "skip", "half", "many", "damaged", "empty"};

    private final TestSource source = new TestSource().batchSize(7);
    private final TestSink sink = new TestSink();
    private final List<RejectedRecord> rejected = new CopyOnWriteArrayList<>();
    /** What was delivered or refused, in order. */
    private final List<String> trace = Collections.synchronizedList(new ArrayList<>());

    private volatile Object life = new Object();

    @ParameterizedTest
    @CsvSource({
        "1,false",
        "2,false",
        "3,true",
        "4,false",
        "5,true",
        "6,false",
        "7,true",
        "8,false",
        "9,true",
        "10,false"
    })
    @DisplayName("Loses nothing and accounts for everything, whatever fails, and however often it is killed")
    void torture(long seed, boolean store) throws Exception {
        Random random = new Random(seed);
        for (String partition : List.of("a", "b", "c", "d")) {
            source.with(partition, 0);
            for (int i = 0; i < 400; i++) {
                String kind = random.nextInt(4) == 0 ? KINDS[random.nextInt(KINDS.length)] : "good";
                source.partitions.get(partition).add(kind + " " + partition + " " + i);
            }
        }
        sink.limits = new Limits(20, 1_000);
        MemoryCheckpointStore positions = MemoryCheckpointStore.create();
        int runs = 0;
        boolean done = false;
        while (!done) {
            assertThat(++runs).isLessThan(200);
            done = live(random, store ? positions : null, runs % 4 != 0);
        }

        assertThat(source.violations).isEmpty();
        assertThat(sink.violations).isEmpty();
        Set<String> delivered = new TreeSet<>(sink.durable);
        Set<String> missing = new TreeSet<>();
        Set<String> kept = new TreeSet<>();
        rejected.forEach(r -> kept.add(r.origin() + "#" + r.index()));
        for (String partition : source.partitions.keySet()) {
            List<String> texts = source.partitions.get(partition);
            for (int i = 0; i < texts.size(); i++) {
                expect(texts.get(i), "test://" + partition + "@" + i, delivered, kept, missing);
            }
            assertInOrder(partition);
        }
        assertThat(missing).as("lost").isEmpty();
        assertThat(source.committed.keySet()).containsExactlyInAnyOrderElementsOf(source.partitions.keySet());
        if (store) {
            // What counts at the next start; the source may have been told less, where a partition came back done.
            try (Checkpoints saved = positions.open("torture", source.name())) {
                for (String partition : source.partitions.keySet()) {
                    assertThat(saved.claim(partition)).contains(Position.of(partition, "v1:400"));
                }
            }
        } else {
            assertThat(source.committed.values()).containsOnly(400);
        }
        assertThat(Threads.of("torture")).isEmpty();
    }

    /** Lives one life, which may end in a kill; returns whether the source was exhausted and all of it done. */
    private boolean live(Random random, MemoryCheckpointStore store, boolean killed) throws Exception {
        Object mine = new Object();
        life = mine;
        source.onOpen = reader -> flaky(4, reader.context.index());
        source.onKeepAlive = reader -> flaky(4, 0);
        source.onCommit = reader -> {
            flaky(3, 0);
        };
        source.remembering = () -> life == mine;
        source.onPoll = reader -> {
            if (life != mine) {
                throw new IOException("dead");
            }
            flaky(10, 0);
            rebalance(reader, mine);
        };
        sink.answer = batch -> answer(batch, mine);
        Pipeline.Builder builder = Pipeline.named("torture")
                .from(source)
                .decode((record, out) -> {
                    // long enough for partitions to be given back meanwhile
                    if (ThreadLocalRandom.current().nextInt(40) == 0) {
                        LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(2_000_000));
                    }
                    TestPipeline.DECODER.decode(record, out);
                })
                .to(sink)
                .rejectTo(context -> records -> {
                    if (life != mine) {
                        throw new IOException("dead");
                    }
                    flaky(3, 0);
                    rejected.addAll(records);
                })
                .settings(TestPipeline.fast()
                        .readers(2)
                        .writesInFlight(3)
                        .bufferedBytes(30_000)
                        .retryDelays(Duration.ofNanos(100_000), Duration.ofMillis(2))
                        .blockedBeat(Duration.ofMillis(2))
                        .checkpointInterval(Duration.ofMillis(4))
                        .drainTime(killed ? Duration.ofMillis(1) : Duration.ofSeconds(20))
                        .build());
        if (store != null) {
            builder.checkpoints(store);
        }
        RunningPipeline running = builder.build().start();
        long killAt = System.nanoTime() + random.nextInt(60_000_000);
        while (killed ? System.nanoTime() < killAt : !running.awaitEnd(Duration.ofMillis(3))) {
            PipelineStatus status = running.status();
            assertThat(status.records().balances()).as(status.toString()).isTrue();
            assertThat(status.events().balances()).as(status.toString()).isTrue();
            status.partitions().forEach((name, partition) -> {
                assertThat(partition.records().balances()).isTrue();
                assertThat(partition.events().balances()).isTrue();
                assertThat(partition.records().inFlight()).isNotNegative();
                assertThat(partition.events().inFlight()).isNotNegative();
            });
            assertThat(running.failure()).isEmpty();
            LockSupport.parkNanos(500_000);
        }
        if (killed) {
            life = new Object();
        }
        running.close();
        PipelineStatus last = running.status();
        assertThat(running.failure()).isEmpty();
        assertThat(last.records().balances()).as(last.toString()).isTrue();
        assertThat(last.events().balances()).as(last.toString()).isTrue();
        assertThat(last.bufferedBytes()).isZero();
        if (!killed) {
            assertThat(last.unacknowledged()).as(last.toString()).isZero();
            assertThat(last.events().inFlight()).isZero();
        }
        return !killed;
    }

    private WriteResult answer(WriteBatch batch, Object mine) throws IOException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        if (random.nextInt(5) == 0) {
            LockSupport.parkNanos(random.nextInt(3_000_000));
        }
        if (life != mine) {
            throw new IOException("dead");
        }
        switch (random.nextInt(8)) {
            case 0 -> throw new IOException("reset");
            case 1 ->
                throw random.nextBoolean()
                        ? new ThrottledException("quota", null)
                        : new BlockedException("denied", "ask", null);
            case 2, 3 -> {
                int half = random.nextInt(batch.events().size() + 1);
                List<LogEvent> sent = batch.events().subList(0, half);
                List<LogEvent> unsent =
                        batch.events().subList(half, batch.events().size());
                List<WriteResult.Refusal> refused = new ArrayList<>();
                for (LogEvent event : sent) {
                    if (event.hashCode() % 50 == 0) {
                        refused.add(new WriteResult.Refusal(event, "no"));
                        trace.add(text(event));
                    } else {
                        keep(event);
                    }
                }
                return unsent.isEmpty()
                        ? WriteResult.refused(refused)
                        : WriteResult.partial(refused, unsent, new IOException("cut"));
            }
            default -> {
                batch.events().forEach(this::keep);
                return WriteResult.complete();
            }
        }
    }

    private void keep(LogEvent event) {
        sink.keep(event);
        trace.add(text(event));
    }

    private static String text(LogEvent event) {
        return event.text("content").orElseThrow();
    }

    /** Now and then the reader gives a partition back, or loses it, and takes it again where it was committed. */
    private void rebalance(TestSource.Reader reader, Object mine) throws IOException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        if (random.nextInt(25) != 0 || reader.next.isEmpty()) {
            return;
        }
        List<String> held = new ArrayList<>(reader.next.keySet());
        String partition = held.get(random.nextInt(held.size()));
        if (random.nextBoolean()) {
            Map<String, Position> resume =
                    reader.context.release(Set.of(partition), Duration.ofNanos(random.nextInt(2_000_000)));
            if (life == mine) {
                reader.remember(resume.values());
            }
        } else {
            reader.context.lost(Set.of(partition));
        }
        reader.next.remove(partition);
        reader.take(partition);
    }

    private static void flaky(int oneIn, int plus) throws IOException {
        if (ThreadLocalRandom.current().nextInt(oneIn + plus) == 0) {
            throw new IOException("flaky");
        }
    }

    private static void expect(
            String text, String origin, Set<String> delivered, Set<String> kept, Set<String> missing) {
        List<String> events = new ArrayList<>();
        List<Integer> rejections = new ArrayList<>();
        switch (text.substring(0, text.indexOf(' '))) {
            case "bad", "silent", "damaged" -> rejections.add(RejectedRecord.WHOLE);
            case "half" -> {
                events.add(text + "/0");
                rejections.add(1);
                events.add(text + "/2");
            }
            case "many" -> {
                for (int i = 0; i < 25; i++) {
                    events.add(text + "/" + i);
                }
            }
            case "good" -> events.add(text);
            default -> {
                // filtered
            }
        }
        for (int i = 0; i < events.size(); i++) {
            int index = text.startsWith("half") && i == 1 ? 2 : i;
            if (!delivered.contains(events.get(i)) && !kept.contains(origin + "#" + index)) {
                missing.add(events.get(i));
            }
        }
        for (int index : rejections) {
            if (!kept.contains(origin + "#" + index)) {
                missing.add("rejection " + index + " of " + text);
            }
        }
    }

    /** The first time that each record is seen, those before it were seen: nothing overtakes. */
    private void assertInOrder(String partition) {
        int highest = -1;
        Set<Integer> seen = new TreeSet<>();
        for (String text : trace) {
            String[] words = text.split("[ /]", -1);
            if (words[1].equals(partition)) {
                int number = Integer.parseInt(words[2]);
                if (seen.add(number)) {
                    assertThat(number).isGreaterThan(highest);
                    highest = number;
                }
            }
        }
    }
}
