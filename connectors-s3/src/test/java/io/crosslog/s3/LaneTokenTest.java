package io.crosslog.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A lane's position as text")
class LaneTokenTest {

    private static final long SCOPE = LaneToken.scope("logs", "waf/");
    /** That of the default settings, once and for ever. */
    private static final long NUMBERING = -1490429908807223553L;

    private static final String WHERE = "s3://logs/waf/";
    private static final ListedObject OBJECT =
            new ListedObject("waf/日志/\ud83d\ude00.gz", "e-1", 77, 1_800_000_123_456L);

    /** What this version wrote once, and what every later one must be able to read. */
    private static final String WRITTEN =
            "v1:QAWlwR8hJaUe8g-AmIzM22iAvLOm4miAuITH4WgLd2FmL-aXpeW_ly8Sd2FmL-aXpeW_ly_wn5iALmd6A2UtMU2AyfGF42isB"
                    + "gP6mu4CAbq4NGu1XzuXyzhnQt0E5c78mu4CAedqnVKlXavfD7IS1GEvRxiAm-4CAWCf8M8hvzrwhPBg-fuUmB4BgJvuAgGb_9uhrx2rJYieyBXXWC2t5fiWEg";

    @Test
    @DisplayName("is read as it was written, with all its parts and with none")
    void roundTrip() {
        for (LaneState state : new LaneState[] {
            LaneState.startingAt(Long.MIN_VALUE), LaneState.startingAt(0), full(),
        }) {
            String token = LaneToken.write(5, SCOPE, state);
            LaneState read = LaneToken.read(5, SCOPE, WHERE, token);
            assertThat(LaneToken.write(5, SCOPE, read)).isEqualTo(token);
            assertThat(read.horizon()).isEqualTo(state.horizon());
            assertThat(read.pass()).isEqualTo(state.pass());
            assertThat(read.reading()).isEqualTo(state.reading());
            assertThat(read.seen().count()).isEqualTo(state.seen().count());
            assertThat(new SeenWindow(read.missed()).contains(ObjectHash.of(OBJECT)))
                    .isEqualTo(state.missed().count() > 0);
        }
    }

    @Test
    @DisplayName("is the same in every JVM, and what was written once is read for ever")
    void written() {
        assertThat(LaneToken.write(5, SCOPE, full())).isEqualTo(WRITTEN);
        assertThat(LaneToken.read(5, SCOPE, WHERE, WRITTEN).reading()).isEqualTo(full().reading());
    }

    @Test
    @DisplayName("says how records are numbered, and one that does not is taken as numbered as now")
    void numbering() {
        long lines = Cutting.plan(ObjectFormat.lines()).numbering();
        long csv = Cutting.plan(ObjectFormat.csv().build()).numbering();
        PartRead before = new PartRead(OBJECT, 812);
        PartRead part = before.numberedBy(lines).plus(3);
        assertThat(part).isEqualTo(new PartRead(OBJECT, 815, lines));
        LaneState full = full();
        LaneState state = new LaneState(full.horizon(), full.pass(), part, full.seen(), full.missed());
        String token = LaneToken.write(5, SCOPE, state);
        PartRead read = LaneToken.read(5, SCOPE, WHERE, token).reading();
        assertThat(read).isEqualTo(part);
        assertThat(part.numberedBy(lines)).isEqualTo(part);
        assertThat(part.numberedBy(csv)).isEqualTo(new PartRead(OBJECT, 0, csv));
    }

    @Test
    @DisplayName("has the same number for the same format in every JVM, and another for what numbers records otherwise")
    void numberings() {
        assertThat(ReadingPlan.DEFAULT.numbering()).isEqualTo(NUMBERING);
        ReadingPlan plan = ReadingPlan.DEFAULT;
        ReadingPlan lenient = new ReadingPlan(plan.compression(), plan.format(), 1 << 10, 5, 1 << 20);
        assertThat(lenient.numbering()).isEqualTo(NUMBERING);
        assertThat(List.of(
                                plan,
                                Cutting.plan(ObjectFormat.lines()),
                                Cutting.plan(ObjectFormat.jsonArray()),
                                Cutting.plan(ObjectCompression.NONE, ObjectFormat.detect(), 1 << 20),
                                Cutting.plan(ObjectFormat.csv().build()),
                                Cutting.plan(ObjectFormat.csv().build(), 1 << 10),
                                Cutting.plan(ObjectFormat.csv().noQuote().build()),
                                Cutting.plan(ObjectFormat.csv().delimiter('\t').build()),
                                Cutting.plan(
                                        ObjectFormat.csv().columns("a", "b").build()),
                                Cutting.plan(ObjectFormat.csv().columns("ab").build()))
                        .stream()
                        .map(ReadingPlan::numbering))
                .doesNotHaveDuplicates()
                .doesNotContain(PartRead.UNKNOWN);
    }

    @Test
    @DisplayName("is refused where a character of it was changed, cut off or added, and never misread")
    void damaged() {
        Random random = new Random(4);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder token = new StringBuilder(WRITTEN);
            int at = 3 + random.nextInt(token.length() - 3);
            switch (random.nextInt(3)) {
                case 0 -> token.setCharAt(at, token.charAt(at) == 'A' ? 'B' : 'A');
                case 1 -> token.setLength(at);
                default -> token.insert(at, 'x');
            }
            assertThatThrownBy(() -> LaneToken.read(5, SCOPE, WHERE, token.toString()))
                    .as(token.toString())
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    @DisplayName("holds what was remembered when it was taken, whatever those who went on from it remember")
    void snapshots() {
        SeenWindow.Snapshot common = full().seen();
        SeenWindow one = new SeenWindow(common);
        SeenWindow other = new SeenWindow(common);
        for (int i = 0; i < 100; i++) {
            one.add(ObjectHash.of(new ListedObject("one" + i, "e", 1, 0)), 0);
            other.add(ObjectHash.of(new ListedObject("other" + i, "e", 1, 0)), 0);
        }
        for (int i = 0; i < 100; i++) {
            ObjectHash ofOne = ObjectHash.of(new ListedObject("one" + i, "e", 1, 0));
            assertThat(one.contains(ofOne)).isTrue();
            assertThat(other.contains(ofOne)).isFalse();
            assertThat(new SeenWindow(one.snapshot()).contains(ofOne)).isTrue();
        }
        assertThat(new SeenWindow(common).count()).isEqualTo(3);
    }

    @Test
    @DisplayName("holds for how long an object is remembered that was written anew, and for no longer")
    void prolonged() {
        long time = 1_800_000_000_000L;
        long hour = 3_600_000;
        ObjectHash hash = ObjectHash.of(OBJECT);
        SeenWindow seen = new SeenWindow();
        seen.add(hash, time);
        seen.prolong(hash, time + hour);
        seen.prolong(hash, time - hour);
        seen.prolong(hash, time + hour);
        assertThat(seen.count()).isEqualTo(2);
        LaneState state = new LaneState(time, null, null, seen.snapshot(), new SeenWindow().snapshot());
        SeenWindow read = new SeenWindow(LaneToken.read(5, SCOPE, WHERE, LaneToken.write(5, SCOPE, state))
                .seen());
        for (SeenWindow window : new SeenWindow[] {seen, read}) {
            SeenWindow later = window.without(time - hour).without(time + hour / 2);
            assertThat(later.contains(hash)).isTrue();
            assertThat(later.count()).isEqualTo(1);
            assertThat(later.without(time + 2 * hour).contains(hash)).isFalse();
            assertThat(window.without(hash).count()).isZero();
        }
    }

    @Test
    @DisplayName("is refused for another lane, version, bucket or prefix, and says what to do")
    void foreign() {
        assertThatThrownBy(() -> LaneToken.read(6, SCOPE, WHERE, WRITTEN)).hasMessageContaining("of lane 5 of 64");
        assertThatThrownBy(() -> LaneToken.read(5, SCOPE, WHERE, "v2:" + WRITTEN.substring(3)))
                .hasMessageContaining("another version")
                .hasMessageContaining("restore the checkpoints, or delete them");
        for (long scope : new long[] {LaneToken.scope("logs2", "waf/"), LaneToken.scope("logs", "waf"), 0}) {
            assertThatThrownBy(() -> LaneToken.read(5, scope, WHERE, WRITTEN))
                    .hasMessageContaining("another bucket or prefix")
                    .hasMessageContaining("another name(...)");
        }
        // The border between bucket and prefix counts.
        assertThat(LaneToken.scope("a", "bc")).isNotEqualTo(LaneToken.scope("ab", "c"));
    }

    private static LaneState full() {
        SeenWindow seen = new SeenWindow();
        for (int i = 0; i < 3; i++) {
            seen.add(ObjectHash.of(new ListedObject("waf/" + i, "e", 1, 0)), 1_800_000_000_000L - i * 700_000L);
        }
        SeenWindow missed = new SeenWindow();
        missed.add(ObjectHash.of(OBJECT), 1_800_000_000_000L);
        return new LaneState(
                1_799_000_000_000L,
                new Pass(1_799_900_000_000L, 1_799_800_000_000L, "waf/日志/"),
                new PartRead(OBJECT, 812),
                seen.snapshot(),
                missed.snapshot());
    }
}
