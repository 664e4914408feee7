package io.crosslog.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.spi.SourceEvent;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An object that is listed and not there")
class MissedObjectsTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private final FakeStore store = new FakeStore();
    private final MoodyStore moody = new MoodyStore(store);
    private final Reading reading = new Reading(moody, Reading.source());

    @Test
    @DisplayName("for a moment only is read in a later pass and then never again, however old it is, over restarts")
    void comesBack() throws Exception {
        store.put("old", "1", List.of("old"), store.now() - 90 * 24 * HOUR, 0);
        store.put("young", "2", List.of("young"));
        store.put("z", "3", List.of("z"));
        moody.gone("old");
        moody.gone("young");
        reading.pass();
        assertThat(reading.texts()).containsExactly("z");
        assertThat(losses()).hasSize(2).allSatisfy(loss -> assertThat(loss.detail())
                .containsAnyOf("old was deleted", "young was deleted"));
        store.pass(HOUR);
        reading.pass();
        moody.well("old");
        moody.well("young");
        store.pass(HOUR);
        reading.pass();
        assertThat(reading.texts()).containsExactlyInAnyOrder("z", "old", "young");
        for (int i = 0; i < 3; i++) {
            store.pass(20 * HOUR);
            reading.pass();
        }
        assertThat(reading.texts()).hasSize(3);
    }

    @Test
    @DisplayName("does not change what is remembered of its neighbours")
    void neighbours() throws Exception {
        List<String> lane = IntStream.range(0, 2_000)
                .mapToObj(i -> "k" + i)
                .filter(key -> LaneNames.laneOf(key) == 7)
                .limit(20)
                .toList();
        for (int i = 0; i < lane.size(); i++) {
            store.put(lane.get(i), "e", List.of(lane.get(i)));
            if (i % 2 == 1) {
                moody.gone(lane.get(i));
            }
        }
        reading.pass();
        assertThat(reading.texts()).hasSize(10);
        reading.pass();
        assertThat(reading.texts()).hasSize(10);
        lane.forEach(moody::well);
        reading.pass();
        reading.pass();
        assertThat(reading.texts()).containsExactlyInAnyOrderElementsOf(lane);
    }

    @Test
    @DisplayName("for longer than the lateness is given up, was told of once in each run, and takes no place any more")
    void givenUp() throws Exception {
        store.put("ghost", "1", List.of("ghost"), store.now() - 90 * 24 * HOUR, 0);
        moody.gone("ghost");
        reading.pass();
        assertThat(losses()).hasSize(1);
        int remembered = length("ghost");
        store.pass(26 * HOUR);
        reading.pass();
        assertThat(length("ghost")).isLessThan(remembered);
        int asked = moody.asked().size();
        reading.pass();
        assertThat(moody.asked()).hasSize(asked);
        assertThat(reading.texts()).isEmpty();
    }

    @Test
    @DisplayName("and there are thousands of them costs no more memory than for some, and each is told of")
    void manyGone() throws Exception {
        store.pageSize(1_000);
        IntStream.range(0, 20_000).forEach(i -> {
            store.put("k" + i, "e", List.of("t"), store.now() - 90 * 24 * HOUR, 0);
            moody.gone("k" + i);
        });
        reading.pass();
        assertThat(losses()).hasSize(20_000);
        assertThat(reading.saved().values())
                .allSatisfy(position -> assertThat(position.token().length()).isLessThan(128 * 23 + 200));
    }

    @Test
    @DisplayName("in the state that was listed is told of, also past as many of a lane as are tried again")
    void manyChanged() throws Exception {
        store.pageSize(1_000);
        IntStream.range(0, 40_000)
                .mapToObj(i -> "k" + i)
                .filter(key -> LaneNames.laneOf(key) == 7)
                .limit(300)
                .forEach(key -> {
                    store.put(key, "e", List.of(key), store.now() - 90 * 24 * HOUR, 0);
                    moody.changed(key);
                });
        reading.pass();
        assertThat(losses()).hasSize(300).doesNotHaveDuplicates();
        assertThat(losses())
                .filteredOn(
                        loss -> loss.detail().contains("not tried again in this state, as 128 others of lane-07 are"))
                .hasSize(172);
    }

    @Test
    @DisplayName("in the state that was listed is nothing lost where the next listing shows the new state")
    void changed() throws Exception {
        store.put("k", "1", List.of("old"));
        store.put("k2", "1", List.of("other"));
        moody.changed("k");
        // Killed after the first batch, and so within the first pass.
        reading.run(1);
        store.put("k", "2", List.of("new"));
        moody.well("k");
        reading.pass();
        assertThat(reading.texts()).contains("new", "other").doesNotContain("old");
        assertThat(losses()).isEmpty();
    }

    @Test
    @DisplayName("in the state that is listed again and again is told of as a possible loss, and asked for no more")
    void neverAsListed() throws Exception {
        store.put("k", "1", List.of("t"));
        moody.changed("k");
        reading.pass();
        assertThat(losses()).hasSize(1).allSatisfy(loss -> assertThat(loss.detail())
                .contains("still listed in a state in which the store does not give it"));
        reading.pass();
        reading.pass();
        assertThat(moody.asked()).isEqualTo(Collections.nCopies(2, "k"));
    }

    @Test
    @DisplayName(
            "when one pass comes to it is looked for by a second pass, so that a back-fill has the new state as well")
    void onePass() throws Exception {
        store.put("k", "1", List.of("old"));
        moody.changed("k");
        moody.onRefusal(() -> {
            store.put("k", "2", List.of("new"));
            moody.well("k");
        });
        reading.pass();
        assertThat(reading.texts()).containsExactly("new");
        assertThat(losses()).isEmpty();
    }

    private List<SourceEvent.PossibleLoss> losses() {
        return reading.context().reported().stream()
                .filter(SourceEvent.PossibleLoss.class::isInstance)
                .map(SourceEvent.PossibleLoss.class::cast)
                .toList();
    }

    private int length(String key) {
        return reading.saved()
                .get(LaneNames.name(LaneNames.laneOf(key)))
                .token()
                .length();
    }
}
