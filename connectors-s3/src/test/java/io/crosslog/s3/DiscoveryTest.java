package io.crosslog.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.spi.SourceEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Of a bucket that changes while it is read,")
class DiscoveryTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private final FakeStore store = new FakeStore();
    private Reading reading = new Reading(store, Reading.source());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @DisplayName(
            "each object is read exactly once, in any order of keys, late by up to a day, over restarts at any point")
    void anything(long seed) throws Exception {
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        int made = 0;
        for (int round = 0; round < 12; round++) {
            for (int i = random.nextInt(12); i > 0; i--) {
                // Some are as old as their upload took, some were written long before the first start.
                long modified = store.now() - (random.nextInt(3) == 0 ? random.nextInt(24) * HOUR : 0);
                long old = round == 0 ? 24L * random.nextInt(5) * HOUR : 0;
                long visible = Math.min(modified + 24 * HOUR - 60_000, store.now() + random.nextInt(8) * HOUR);
                String text = "o" + made;
                store.put(
                        Integer.toHexString(random.nextInt()) + (random.nextBoolean() ? "/日志" : "/\ud83d\ude00") + made,
                        "e" + made++,
                        List.of(text + "a", text + "b"),
                        modified - old,
                        visible - old);
                expected.add(text + "a");
                expected.add(text + "b");
            }
            boolean ended = reading.run(random.nextInt(3) == 0 ? random.nextInt(8) : Integer.MAX_VALUE);
            store.pass(ended ? random.nextInt(10) * HOUR : 1_000);
        }
        store.pass(24 * HOUR);
        reading.pass();
        assertThat(reading.texts()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    @DisplayName("two that were modified in the same second, one seen later, are both read")
    void sameSecond() throws Exception {
        long at = store.now();
        store.put("b", "1", List.of("seen"), at, at);
        store.put("a", "2", List.of("hidden"), at, at + 3 * HOUR);
        reading.pass();
        store.pass(4 * HOUR);
        reading.pass();
        assertThat(reading.texts()).containsExactly("seen", "hidden");
    }

    @Test
    @DisplayName("an upload in parts is found that took hours and bears the time of its beginning")
    void multipart() throws Exception {
        store.put("small", "1", List.of("small"));
        for (int hour = 0; hour < 23; hour++) {
            reading.pass();
            store.pass(HOUR);
        }
        store.put("large", "2", List.of("large"), store.now() - 23 * HOUR, store.now());
        reading.pass();
        assertThat(reading.texts()).containsExactly("small", "large");
    }

    @Test
    @DisplayName("one that a listing leaves out and the next shows again is not read again")
    void flickering() throws Exception {
        store.put("k", "1", List.of("once"));
        reading.pass();
        long at = store.now();
        store.put("k", "1", List.of("once"), at, at + HOUR);
        reading.pass();
        store.pass(2 * HOUR);
        reading.pass();
        assertThat(reading.texts()).containsExactly("once");
    }

    @Test
    @DisplayName("one that is written anew with other content is read as another object")
    void rewritten() throws Exception {
        store.put("k", "1", List.of("old"));
        reading.pass();
        store.put("k", "2", List.of("new"));
        reading.pass();
        reading.pass();
        assertThat(reading.texts()).containsExactly("old", "new");
        assertThat(reading.records().get(1).origin()).hasToString("s3://bucket/k@2#0");
    }

    @Test
    @DisplayName("one that is written anew with the same content is not read again, each time within the lateness")
    void sameContent() throws Exception {
        for (int i = 0; i < 10; i++) {
            store.put("k", "1", List.of("once"));
            reading.pass();
            store.pass(20 * HOUR);
            reading.pass();
        }
        assertThat(reading.texts()).containsExactly("once");
        assertThat(reading.saved().get(LaneNames.name(LaneNames.laneOf("k"))).token())
                .hasSizeLessThan(200);
        store.pass(30 * HOUR);
        reading.pass();
        assertThat(reading.texts()).containsExactly("once");
    }

    @Test
    @DisplayName("one that was deleted before it was read is told of as a possible loss, and read should it come back")
    void deleted() throws Exception {
        List<ListedObject> ghosts = List.of(new ListedObject("ghost", "1", 5, store.now()));
        Reading haunted = new Reading(new GhostStore(store, ghosts), Reading.source());
        haunted.pass();
        assertThat(haunted.texts()).isEmpty();
        assertThat(haunted.context().reported())
                .anySatisfy(event -> assertThat(event).isInstanceOfSatisfying(SourceEvent.PossibleLoss.class, loss -> {
                    assertThat(loss.partition()).isEqualTo(LaneNames.name(LaneNames.laneOf("ghost")));
                    assertThat(loss.detail()).contains("ghost");
                }));
        store.put("ghost", "1", List.of("alive"));
        haunted.pass();
        assertThat(haunted.texts()).containsExactly("alive");
    }

    @Test
    @DisplayName("what is older than the lateness is remembered by no more than a time and a key")
    void smallState() throws Exception {
        store.pageSize(1000);
        for (int i = 0; i < 5_000; i++) {
            store.put("k" + i, "e" + i, List.of("t" + i), store.now() - 30 * HOUR, store.now() - 30 * HOUR);
        }
        reading.run(2_000);
        assertThat(reading.saved().values())
                .allSatisfy(p -> assertThat(p.token().length()).isLessThan(250));
        reading.pass();
        assertThat(reading.texts()).hasSize(5_000).doesNotHaveDuplicates();
        assertThat(reading.saved()).hasSize(LaneNames.LANES);
        assertThat(reading.saved().values())
                .allSatisfy(p -> assertThat(p.token().length()).isLessThan(100));
        reading.pass();
        assertThat(reading.texts()).hasSize(5_000);
    }

    @Test
    @DisplayName("the young are remembered in 22 bytes each, and forgotten when they are old")
    void window() throws Exception {
        store.pageSize(1000);
        for (int i = 0; i < 6_400; i++) {
            store.put("k" + i, "e" + i, List.of("t" + i));
        }
        reading.pass();
        long size = reading.saved().values().stream()
                .mapToLong(p -> p.token().length())
                .sum();
        assertThat(size / 6_400.0).isBetween(16.0, 23.0);
        store.pass(25 * HOUR);
        store.put("z", "z", List.of("z"));
        reading.pass();
        reading.pass();
        assertThat(reading.texts()).hasSize(6_401);
        assertThat(reading.saved().values().stream()
                        .mapToLong(p -> p.token().length())
                        .sum())
                .isLessThan(64 * 80);
    }

    @Test
    @DisplayName("more young ones than may be remembered stop the source with what to do")
    void full() {
        S3Source.Builder source = Reading.source();
        source.draft.mostRemembered = 2;
        for (int i = 0; i < 500; i++) {
            store.put("k" + i, "e", List.of("t"));
        }
        Reading full = new Reading(store, source);
        assertThatThrownBy(full::pass)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("shorter lateness(...)")
                .hasMessageContaining("narrower prefixes");
    }

    @Test
    @DisplayName("positions of another bucket or prefix are refused with what to do")
    void otherPrefix() throws Exception {
        store.put("k", "1", List.of("t"));
        reading.pass();
        Reading other = new Reading(store, Reading.source().prefix("waf/"));
        other.saved().putAll(reading.saved());
        assertThatThrownBy(other::pass)
                .hasMessageContaining("another bucket or prefix")
                .hasMessageContaining("name(...)");
    }

    @Test
    @DisplayName(
            "only what appears after the first start is read where it starts at the latest, whatever its key or lane")
    void latest() throws Exception {
        reading = new Reading(store, Reading.source().startAtLatest());
        for (int i = 0; i < 200; i++) {
            store.put("old" + i, "e", List.of("old"), store.now() - i * HOUR, store.now() - i * HOUR);
        }
        store.pass(60_000);
        // Begun before the start, as an upload in parts is, and seen after it.
        store.put("begun", "e", List.of("begun"), store.now() - 5 * HOUR, store.now() + HOUR);
        reading.pass();
        assertThat(reading.texts()).isEmpty();
        store.pass(2 * HOUR);
        store.put("a", "e", List.of("new"));
        reading.pass();
        assertThat(reading.texts()).containsExactlyInAnyOrder("begun", "new");
    }

    @Test
    @DisplayName(
            "only what was modified since a date is read where it starts there, and what was found later all the same")
    void startAt() throws Exception {
        reading = new Reading(store, Reading.source().startAt(Instant.ofEpochMilli(store.now() - 10 * HOUR)));
        store.put("old", "e", List.of("old"), store.now() - 11 * HOUR, 0);
        store.put("new", "e", List.of("new"), store.now() - 9 * HOUR, 0);
        reading.pass();
        store.put("later", "e", List.of("later"), store.now() - 8 * HOUR, 0);
        reading.pass();
        assertThat(reading.texts()).containsExactly("new", "later");
    }

    @Test
    @DisplayName("what the filters leave out is not read, and a folder's own object never is")
    void filters() throws Exception {
        reading = new Reading(
                store,
                Reading.source()
                        .include(Pattern.compile("waf/.*"))
                        .exclude(Pattern.compile(".*\\.tmp"))
                        .modifiedAfter(Instant.ofEpochMilli(store.now() - 10 * HOUR))
                        .modifiedBefore(Instant.ofEpochMilli(store.now() - HOUR))
                        .startAfterKey("waf/b"));
        long at = store.now() - 5 * HOUR;
        store.put("waf/", "d", List.of(), at, 0);
        store.put("waf/a", "e", List.of("before the key"), at, 0);
        store.put("waf/c", "e", List.of("taken"), at, 0);
        store.put("waf/c.tmp", "e", List.of("excluded"), at, 0);
        store.put("waf/d", "e", List.of("too old"), at - 9 * HOUR, 0);
        store.put("waf/e", "e", List.of("too young"), store.now(), 0);
        store.put("x", "e", List.of("not included"), at, 0);
        reading.pass();
        assertThat(reading.texts()).containsExactly("taken");
        assertThat(store.opened()).containsExactly("waf/c");
    }

    @Test
    @DisplayName(
            "one that a filter leaves out is left where it is in the middle of it, with a rejected record, for good")
    void leftInTheMiddle() throws Exception {
        List<String> lines =
                IntStream.range(0, 5_000).mapToObj(i -> "line " + i).toList();
        store.put("bad", "e", lines);
        reading.run(1);
        assertThat(reading.texts()).hasSize(1_000);
        List<S3Source.Builder> without = List.of(
                Reading.source().exclude(Pattern.compile("bad")),
                Reading.source().modifiedAfter(Instant.ofEpochMilli(store.now() + 1)),
                Reading.source().startAfterKey("bad"));
        for (S3Source.Builder source : without) {
            Reading filtered = new Reading(store, source);
            filtered.saved().putAll(reading.saved());
            int opened = store.opened().size();
            filtered.pass();
            assertThat(filtered.records()).singleElement().satisfies(record -> {
                assertThat(record.damage().orElseThrow()).contains("leaves the object out", "the 1000 records before");
                assertThat(record.origin().toString()).endsWith("#1000");
            });
            filtered.pass();
            assertThat(filtered.records()).hasSize(1);
            assertThat(store.opened()).hasSize(opened);
        }
    }

    @Test
    @DisplayName("a store that does not list in order of keys is refused, as nothing could be promised of it")
    void unordered() {
        ObjectStore shuffled = new GhostStore(
                store, List.of(new ListedObject("b", "1", 1, store.now()), new ListedObject("a", "1", 1, store.now())));
        assertThatThrownBy(new Reading(shuffled, Reading.source())::pass)
                .hasMessageContaining("does not list objects in the order of their keys");
    }

    @Test
    @DisplayName("a lane whose object is long in coming does not hold the others up, nor leave anything out")
    void stragglers() throws Exception {
        store.pageSize(1000);
        int slow = LaneNames.laneOf("k0");
        SlowStore slowly = new SlowStore(store, key -> LaneNames.laneOf(key) == slow);
        Reading uneven = new Reading(slowly, Reading.source());
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            store.put("k" + i, "e", List.of("t" + i), store.now() - 48 * HOUR, 0);
            expected.add("t" + i);
        }
        slowly.until(() -> new HashSet<>(store.opened()).size() > 25_000);
        uneven.pass();
        assertThat(uneven.texts()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(store.lists()).isLessThan(31 * 4);
    }
}
