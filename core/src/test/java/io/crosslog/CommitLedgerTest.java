package io.crosslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitLedgerTest {

    private final CommitLedger ledger = new CommitLedger();

    @Test
    @DisplayName("R3: gives no position past a gap")
    void contiguous() {
        CommitLedger.Ticket one = add("p", 1);
        CommitLedger.Ticket two = add("p", 2);
        CommitLedger.Ticket three = add("p", 3);

        ledger.complete(two);
        assertThat(ledger.unsaved()).isEmpty();
        ledger.complete(one);
        assertThat(tokens()).containsExactly("v1:2");
        ledger.complete(three);
        assertThat(tokens()).containsExactly("v1:3");
    }

    @Test
    @DisplayName(
            "R8: what is done behind a gap takes up no more room with every batch, and all of it counts once the gap closes")
    void behindGap() {
        CommitLedger.Ticket stuck = add("p", 0);
        Random random = new Random(7);
        List<CommitLedger.Ticket> open = new ArrayList<>();
        for (int i = 1; i <= 10_000; i++) {
            open.add(add("p", i));
            if (open.size() == 20) {
                ledger.complete(open.remove(random.nextInt(20)));
            }
            assertThat(ledger.tickets("p")).isLessThanOrEqualTo(2 * 21);
        }
        while (!open.isEmpty()) {
            ledger.complete(open.remove(random.nextInt(open.size())));
        }
        assertThat(ledger.tickets("p")).isEqualTo(2);
        assertThat(ledger.unsaved()).isEmpty();
        ledger.complete(stuck);
        assertThat(tokens()).containsExactly("v1:10000");
        assertThat(ledger.tickets("p")).isZero();
        assertThat(ledger.oldest("p")).isEmpty();
    }

    @Test
    @DisplayName("R3: gives a position again until it was saved, and not afterwards")
    void savedOnce() {
        ledger.complete(add("p", 1));
        List<Mark> first = ledger.unsaved();
        assertThat(ledger.unsaved()).isEqualTo(first);
        ledger.complete(add("p", 2));
        ledger.saved(first);
        assertThat(tokens()).containsExactly("v1:2");
        ledger.saved(ledger.unsaved());
        assertThat(ledger.unsaved()).isEmpty();
    }

    @Test
    @DisplayName("R7: completions of an ended generation count for nothing, even when the partition has come back")
    void endedGeneration() {
        CommitLedger.Ticket old = add("p", 7);
        assertThat(ledger.end("p")).isEmpty();
        CommitLedger.Ticket fresh = add("p", 3);

        assertThat(ledger.complete(old)).isFalse();
        assertThat(ledger.unsaved()).isEmpty();
        assertThat(ledger.complete(fresh)).isTrue();
        assertThat(tokens()).containsExactly("v1:3");
    }

    @Test
    @DisplayName("R7: what completes in a generation that is being given back counts there, not in the one begun since")
    void detached() {
        CommitLedger.Ticket old = add("p", 7);
        CommitLedger.Generation given = ledger.detach("p").orElseThrow();
        CommitLedger.Ticket fresh = add("p", 3);

        assertThat(ledger.complete(old)).isTrue();
        assertThat(ledger.unsaved()).isEmpty();
        assertThat(ledger.complete(fresh)).isTrue();
        assertThat(tokens()).containsExactly("v1:3");
        assertThat(ledger.end(given).orElseThrow().position()).isEqualTo(Position.of("p", "v1:7"));
        assertThat(ledger.end("p")).isPresent();
    }

    @Test
    @DisplayName("R8: batches without records take no room behind one another while a write is in flight")
    void emptyBatches() {
        CommitLedger.Ticket one = add("p", 1);
        for (int i = 2; i <= 1_000; i++) {
            assertThat(ledger.move(Position.of("p", "v1:" + i), 0)).isFalse();
        }
        assertThat(ledger.unsaved()).isEmpty();
        ledger.complete(one);
        Mark mark = ledger.unsaved().get(0);
        assertThat(mark.position().token()).isEqualTo("v1:1000");
        assertThat(mark.sequence()).as("tickets taken").isEqualTo(2);
        ledger.saved(List.of(mark));
        ledger.move(Position.of("p", "v1:1001"), 0);
        assertThat(tokens()).containsExactly("v1:1001");
        assertThat(ledger.move(Position.of("q", "v1:0"), 0))
                .as("first of its generation")
                .isTrue();
    }

    @Test
    @DisplayName("R7: the end of a generation gives what was not committed, and marks of it stand no more")
    void endGives() {
        ledger.complete(add("p", 1));
        Mark mark = ledger.unsaved().get(0);
        ledger.saved(List.of(mark));
        assertThat(ledger.stands(mark)).isTrue();
        assertThat(ledger.end("p")).contains(mark);
        assertThat(ledger.stands(mark)).isFalse();

        ledger.begin("p");
        ledger.saved(List.of(mark));
        ledger.committed(List.of(mark));
        ledger.complete(add("p", 9));
        assertThat(tokens())
                .as("what an old mark says is not taken for the new generation")
                .containsExactly("v1:9");
    }

    @Test
    @DisplayName("R7: the end of a generation gives nothing that the reader has committed already")
    void endGivesNothingOld() {
        ledger.complete(add("p", 1));
        ledger.committed(ledger.unsaved());
        assertThat(ledger.end("p")).isEmpty();
        assertThat(ledger.end("p")).as("ended twice").isEmpty();
    }

    @Test
    @DisplayName("Tells since when the oldest batch is in flight")
    void oldest() {
        CommitLedger.Ticket one = ledger.add(Position.of("p", "v1:1"), 100);
        CommitLedger.Ticket two = ledger.add(Position.of("p", "v1:2"), 200);
        assertThat(ledger.oldest("p")).contains(100L);
        ledger.complete(one);
        assertThat(ledger.oldest("p")).contains(200L);
        ledger.complete(two);
        assertThat(ledger.oldest("p")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("R3, R7: agrees with a plain model over random adds, completions, saves, ends and returns")
    void agreesWithModel(long seed) {
        Random random = new Random(seed);
        Map<String, List<Entry>> model = new HashMap<>();
        List<Entry> known = new ArrayList<>();
        int token = 0;
        for (int step = 0; step < 20_000; step++) {
            String partition = "p" + random.nextInt(3);
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> {
                    Entry entry = new Entry(add(partition, ++token), "v1:" + token);
                    known.add(entry);
                    model.computeIfAbsent(partition, p -> new ArrayList<>()).add(entry);
                }
                case 4, 5, 6, 7 -> {
                    if (!known.isEmpty()) {
                        Entry entry = known.remove(random.nextInt(known.size()));
                        entry.done = true;
                        assertThat(ledger.complete(entry.ticket)).isEqualTo(!entry.ended);
                    }
                }
                case 8 -> ledger.saved(ledger.unsaved());
                default -> {
                    if (random.nextInt(20) == 0) {
                        String expected = durable(model.getOrDefault(partition, List.of()));
                        assertThat(ledger.end(partition)
                                        .map(mark -> mark.position().token()))
                                .isEqualTo(Optional.ofNullable(expected));
                        model.getOrDefault(partition, List.of()).forEach(entry -> entry.ended = true);
                        model.remove(partition);
                    }
                }
            }
            for (Mark mark : ledger.unsaved()) {
                assertThat(mark.position().token()).isEqualTo(durable(model.get(mark.partition())));
            }
        }
    }

    @Test
    @DisplayName("R3: with completions on other threads, a saved position never has an open batch before it")
    void concurrent() throws Exception {
        BlockingQueue<CommitLedger.Ticket> queue = new ArrayBlockingQueue<>(64);
        boolean[] done = new boolean[20_001];
        AtomicReference<Throwable> wrong = new AtomicReference<>();
        Runnable worker = () -> {
            try {
                for (CommitLedger.Ticket ticket = queue.take(); ; ticket = queue.take()) {
                    int number = Integer.parseInt(numberOf(ticket));
                    if (number < 0) {
                        queue.put(ticket);
                        return;
                    }
                    synchronized (done) {
                        done[number] = true;
                    }
                    ledger.complete(ticket);
                }
            } catch (Throwable e) {
                wrong.compareAndSet(null, e);
            }
        };
        List<Thread> threads = List.of(new Thread(worker), new Thread(worker), new Thread(worker));
        threads.forEach(Thread::start);
        for (int i = 1; i <= 20_000; i++) {
            queue.put(add("p", i));
            for (Mark mark : ledger.unsaved()) {
                int upTo = Integer.parseInt(mark.position().token().substring(3));
                synchronized (done) {
                    for (int j = Math.max(1, upTo - 100); j <= upTo; j++) {
                        assertThat(done[j]).isTrue();
                    }
                }
                ledger.saved(List.of(mark));
            }
        }
        queue.put(add("stop", -1));
        for (Thread thread : threads) {
            thread.join(20_000);
        }
        assertThat(wrong.get()).isNull();
        assertThat(ledger.end("p").map(mark -> mark.position().token())).contains("v1:20000");
    }

    private final Map<CommitLedger.Ticket, String> numbers = new ConcurrentHashMap<>();

    private String numberOf(CommitLedger.Ticket ticket) {
        return numbers.get(ticket);
    }

    private CommitLedger.Ticket add(String partition, int number) {
        CommitLedger.Ticket ticket = ledger.add(Position.of(partition, "v1:" + number), 0);
        numbers.put(ticket, String.valueOf(number));
        return ticket;
    }

    private List<String> tokens() {
        return ledger.unsaved().stream().map(mark -> mark.position().token()).toList();
    }

    private static String durable(List<Entry> entries) {
        String last = null;
        for (Entry entry : entries) {
            if (!entry.done) {
                break;
            }
            last = entry.token;
        }
        return last;
    }

    private static final class Entry {
        private final CommitLedger.Ticket ticket;
        private final String token;
        private boolean done;
        private boolean ended;

        private Entry(CommitLedger.Ticket ticket, String token) {
            this.ticket = ticket;
            this.token = token;
        }
    }
}
