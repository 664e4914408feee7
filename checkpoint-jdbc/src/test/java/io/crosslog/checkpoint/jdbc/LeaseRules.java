package io.crosslog.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.model.Position;
import io.crosslog.spi.Checkpoints;
import io.crosslog.spi.StaleClaimException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What leases promise, whatever the database; subclassed for each. */
abstract class LeaseRules {

    private final TestDatabase database;

    LeaseRules(TestDatabase database) {
        this.database = database;
    }

    TestDatabase database() {
        return database;
    }

    @Test
    @DisplayName("A lease that ran out is taken over, and the sleeper that wakes up is refused and told")
    void takenOver() throws Exception {
        try (Checkpoints sleeper = open();
                Checkpoints other = open()) {
            sleeper.claim("a");
            sleeper.claim("b");
            sleeper.save(List.of(Position.of("a", "v1:1"), Position.of("b", "v1:1")));
            assertThat(other.claim("a")).isEmpty();
            database.expireAll();
            assertThat(other.claim("a")).contains(Position.of("a", "v1:1"));
            other.save(List.of(Position.of("a", "v1:5")));
            assertThatThrownBy(() -> sleeper.save(List.of(Position.of("a", "v1:2"), Position.of("b", "v1:2"))))
                    .isInstanceOfSatisfying(StaleClaimException.class, e -> assertThat(e.partitions())
                            .containsExactly("a"));
            assertThat(other.claim("a")).contains(Position.of("a", "v1:5"));
            assertThat(sleeper.claim("b")).contains(Position.of("b", "v1:2"));
        }
    }

    @Test
    @DisplayName("A renewal tells once what was lost, and keeps what ran out and nobody took")
    void renewalTells() throws Exception {
        try (Checkpoints sleeper = open();
                Checkpoints other = open()) {
            sleeper.claim("a");
            sleeper.claim("b");
            database.expireAll();
            other.claim("a");
            assertThat(sleeper.renew()).containsExactly("a");
            assertThat(sleeper.renew()).isEmpty();
            assertThat(other.claim("b")).isEmpty();
            sleeper.save(List.of(Position.of("b", "v1:1")));
        }
    }

    @Test
    @DisplayName("An old save of a partition that came back in the meantime is refused by its fence")
    void fenced() throws Exception {
        try (Checkpoints one = open();
                Checkpoints other = open()) {
            one.claim("a");
            one.save(List.of(Position.of("a", "v1:1")));
            one.release(Set.of("a"));
            other.claim("a");
            other.save(List.of(Position.of("a", "v1:2")));
            other.release(Set.of("a"));
            assertThatThrownBy(() -> one.save(List.of(Position.of("a", "v1:old"))))
                    .isInstanceOf(StaleClaimException.class);
            assertThat(one.claim("a")).contains(Position.of("a", "v1:2"));
            one.save(List.of(Position.of("a", "v1:3")));
        }
    }

    @Test
    @DisplayName("What is released is free at once, and what is closed as well")
    void releasedAtOnce() throws Exception {
        Checkpoints one = open();
        try (Checkpoints other = open()) {
            one.claim("a");
            one.claim("b");
            one.release(Set.of("a"));
            assertThat(other.claim("a")).isPresent();
            assertThat(other.claim("b")).isEmpty();
            one.close();
            assertThat(other.claim("b")).isPresent();
        }
    }

    @Test
    @DisplayName("Tokens of a million characters come back as they went")
    void largeTokens() throws Exception {
        String token = "v1:" + "日志\u0000\\".repeat(200_000);
        try (Checkpoints one = open()) {
            one.claim("a");
            one.save(List.of(Position.of("a", token)));
        }
        try (Checkpoints one = open()) {
            assertThat(one.claim("a").orElseThrow().token()).isEqualTo(token);
        }
    }

    @Test
    @DisplayName("What nobody holds may be saved without a claim, what somebody holds may not")
    void withoutClaim() throws Exception {
        try (Checkpoints one = open();
                Checkpoints other = open()) {
            one.save(List.of(Position.of("a", "v1:1")));
            assertThat(other.claim("a")).isEmpty();
            assertThatThrownBy(() -> other.save(List.of(Position.of("a", "v1:2"), Position.of("b", "v1:2"))))
                    .isInstanceOf(StaleClaimException.class);
            assertThat(other.claim("b")).contains(Position.of("b", "v1:2"));
        }
    }

    @Test
    @DisplayName("Of eight that claim the same partitions at once, one gets each, and fences only go up")
    void race() throws Exception {
        List<String> partitions =
                IntStream.range(0, 16).mapToObj(i -> "lane-" + i).toList();
        Map<String, Set<Integer>> holders = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Checkpoints> sessions = new ArrayList<>();
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int me = i;
                Checkpoints session = open();
                sessions.add(session);
                tasks.add(() -> {
                    for (String partition : partitions) {
                        Optional<Position> taken = session.claim(partition);
                        if (taken.isPresent()) {
                            holders.computeIfAbsent(partition, p -> ConcurrentHashMap.newKeySet())
                                    .add(me);
                            session.save(List.of(Position.of(partition, "v1:" + me)));
                        }
                    }
                    return true;
                });
            }
            for (Future<Boolean> done : threads.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
                assertThat(done.get()).isTrue();
            }
            assertThat(holders.keySet()).containsExactlyInAnyOrderElementsOf(partitions);
            assertThat(holders.values()).allSatisfy(who -> assertThat(who).hasSize(1));
        } finally {
            threads.shutdownNow();
            for (Checkpoints session : sessions) {
                session.close();
            }
        }
    }

    @Test
    @DisplayName("Counters that eight take from each other while leases run out lose no count")
    void fencedCounters() throws Exception {
        // The tables are made by whoever opens first, and are expired from outside at once.
        open().close();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tasks.add(() -> count(40));
            }
            int counted = 0;
            List<Future<Integer>> running = new ArrayList<>();
            tasks.forEach(task -> running.add(threads.submit(task)));
            while (running.stream().anyMatch(task -> !task.isDone())) {
                database.expireAll();
                TimeUnit.MILLISECONDS.sleep(2);
            }
            for (Future<Integer> done : running) {
                counted += done.get();
            }
            try (Checkpoints last = open()) {
                database.expireAll();
                assertThat(last.claim("counter").orElseThrow().token()).isEqualTo("v1:" + counted);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Adds one to the number in the token as often as it is let, and returns how many additions were accepted. */
    private int count(int times) throws Exception {
        int accepted = 0;
        try (Checkpoints session = open()) {
            for (int i = 0; i < times; i++) {
                Optional<Position> taken = session.claim("counter");
                if (taken.isEmpty()) {
                    continue;
                }
                int number = taken.get().isStart()
                        ? 0
                        : Integer.parseInt(taken.get().token().substring(3));
                try {
                    session.save(List.of(Position.of("counter", "v1:" + (number + 1))));
                    accepted++;
                } catch (StaleClaimException e) {
                    assertThat(e.partitions()).containsExactly("counter");
                }
            }
        }
        return accepted;
    }

    @Test
    @DisplayName("Hosts in other time zones do not see other leases")
    void timeZones() throws Exception {
        TimeZone before = TimeZone.getDefault();
        try (Checkpoints one = open()) {
            one.claim("a");
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            try (Checkpoints other = database.store().open("pipeline", "source")) {
                assertThat(other.claim("a")).isEmpty();
            }
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Pago_Pago"));
            try (Checkpoints other = database.store().open("pipeline", "source")) {
                assertThat(other.claim("a")).isEmpty();
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    @DisplayName("Who waits gets an even share, who gives gets nothing back, and then nothing moves")
    void sharesBecomeEven() throws Exception {
        try (Checkpoints first = open();
                Checkpoints second = open();
                Checkpoints third = open()) {
            Set<String> all = new TreeSet<>();
            for (int i = 0; i < 8; i++) {
                all.add("lane-" + i);
                assertThat(first.claim("lane-" + i)).isPresent();
            }
            assertThat(first.wanted()).isEmpty();
            assertThat(taken(second, all)).isEmpty();
            Set<String> wanted = first.wanted();
            assertThat(wanted).hasSize(4);
            assertThat(first.wanted()).as("asked again").isEqualTo(wanted);
            first.save(List.of(Position.of(wanted.iterator().next(), "v1:here")));
            first.release(wanted);
            assertThat(taken(first, wanted)).as("promised to the other").isEmpty();
            assertThat(taken(third, wanted)).as("promised to the other").isEmpty();
            assertThat(taken(second, all)).isEqualTo(wanted);
            assertThat(second.claim(wanted.iterator().next()))
                    .contains(Position.of(wanted.iterator().next(), "v1:here"));
            // The third is refused and waits by now; each gives one.
            Set<String> fromFirst = first.wanted();
            Set<String> fromSecond = second.wanted();
            assertThat(fromFirst.size() + fromSecond.size()).isEqualTo(2);
            first.release(fromFirst);
            second.release(fromSecond);
            assertThat(taken(third, all)).hasSize(2);
            for (int i = 0; i < 3; i++) {
                assertThat(first.renew()).isEmpty();
                assertThat(first.wanted()).isEmpty();
                assertThat(second.wanted()).isEmpty();
                assertThat(third.wanted()).isEmpty();
            }
        }
    }

    @Test
    @DisplayName("Who waits and dies is promised nothing any longer")
    void deadWaiter() throws Exception {
        Checkpoints waiting = open();
        try (Checkpoints first = open()) {
            first.claim("a");
            first.claim("b");
            waiting.claim("a");
            assertThat(first.wanted()).hasSize(1);
            Set<String> wanted = first.wanted();
            first.release(wanted);
            database.execute("UPDATE {}members SET seen_millis = 0 WHERE waiting_millis > 0");
            assertThat(first.wanted()).isEmpty();
            assertThat(taken(first, wanted)).isEqualTo(wanted);
            assertThat(first.wanted()).isEmpty();
        } finally {
            waiting.close();
        }
    }

    @Test
    @DisplayName("Tables of another version are refused and left alone")
    void otherVersion() throws Exception {
        open().close();
        database.execute("UPDATE {}schema SET version = 99");
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("version 99");
    }

    @Test
    @DisplayName("Tables that somebody else should have made are asked for")
    void missingTables() {
        JdbcCheckpointStore store = JdbcCheckpointStore.builder(database.dataSource())
                .tablePrefix("missing_")
                .createTables(false)
                .build();
        assertThatThrownBy(() -> store.open("pipeline", "source"))
                .isInstanceOf(io.crosslog.spi.BlockedException.class)
                .hasMessageContaining("docs/checkpoints.md");
    }

    @Test
    @DisplayName("Eight that open an empty database at once make the tables once")
    void tablesOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tasks.add(() -> {
                    open().close();
                    return true;
                });
            }
            for (Future<Boolean> done : threads.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("Names that the database's index cannot hold are refused before anything is sent")
    void longNames() throws Exception {
        try (Checkpoints one = open()) {
            one.claim("p".repeat(1_900));
            assertThatThrownBy(() -> one.claim("日".repeat(900)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("2000");
        }
        assertThatThrownBy(() -> database.store().open("pipeline", "日".repeat(900)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2000")
                .hasMessageContaining("shorten them");
    }

    Checkpoints open() throws IOException {
        return database.store().open("pipeline", "source");
    }

    private static Set<String> taken(Checkpoints session, Set<String> partitions) throws IOException {
        Set<String> taken = new TreeSet<>();
        for (String partition : partitions) {
            if (session.claim(partition).isPresent()) {
                taken.add(partition);
            }
        }
        return taken;
    }
}
