package io.crosslog.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.model.Position;
import io.crosslog.spi.CheckpointStore;
import io.crosslog.spi.Checkpoints;
import io.crosslog.spi.StaleClaimException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules that every checkpoint store keeps: subclass it in a test, give a store, and run. */
public abstract class CheckpointStoreContract {

    /** A contract to be subclassed. */
    protected CheckpointStoreContract() {}

    /**
     * A store on the same storage at each call of one test, empty at the first.
     *
     * @return the store
     * @throws Exception if the test cannot be set up
     */
    protected abstract CheckpointStore store() throws Exception;

    @Test
    @DisplayName("R3 what was saved is there for the next one to open it, and what was not is a start")
    final void saves() throws Exception {
        Position odd = Position.of("odd \"\\\n\u0000日志/../%00", "v1:\t\"\\日");
        try (Checkpoints held = store().open("pipeline", "source")) {
            assertThat(held.claim("a").orElseThrow().isStart()).isTrue();
            held.claim(odd.partition());
            held.save(List.of(Position.of("a", "v1:1"), odd));
            held.save(List.of(Position.of("a", "v1:2")));
            assertThat(held.claim("a")).contains(Position.of("a", "v1:2"));
        }
        try (Checkpoints held = store().open("pipeline", "source")) {
            assertThat(held.claim("a")).contains(Position.of("a", "v1:2"));
            assertThat(held.claim(odd.partition())).contains(odd);
            assertThat(held.claim("b").orElseThrow().isStart()).isTrue();
        }
    }

    @Test
    @DisplayName("R3 pipelines and sources do not see each other's positions")
    final void apart() throws Exception {
        try (Checkpoints one = store().open("a", "b/c");
                Checkpoints two = store().open("a/b", "c");
                Checkpoints three = store().open("A", "b/c")) {
            one.claim("p");
            one.save(List.of(Position.of("p", "v1:1")));
            assertThat(two.claim("p").orElseThrow().isStart()).isTrue();
            assertThat(three.claim("p").orElseThrow().isStart()).isTrue();
        }
    }

    @Test
    @DisplayName("R3 a partition in use is refused, and free again after closing")
    final void inUse() throws Exception {
        try (Checkpoints held = store().open("pipeline", "source")) {
            held.claim("a");
            assertThat(canTake("a")).isFalse();
        }
        assertThat(canTake("a")).isTrue();
    }

    @Test
    @DisplayName("R3 a save by one who no longer holds the partition is refused")
    final void stale() throws Exception {
        Checkpoints held = store().open("pipeline", "source");
        held.claim("a");
        held.save(List.of(Position.of("a", "v1:1")));
        held.release(Set.of("a"));
        held.close();
        assertThatThrownBy(() -> held.save(List.of(Position.of("a", "v1:9")))).isInstanceOf(StaleClaimException.class);
        try (Checkpoints next = store().open("pipeline", "source")) {
            assertThat(next.claim("a")).contains(Position.of("a", "v1:1"));
        }
    }

    @Test
    @DisplayName("Closing twice is harmless")
    final void closesTwice() throws Exception {
        Checkpoints held = store().open("pipeline", "source");
        held.close();
        held.close();
    }

    private boolean canTake(String partition) throws Exception {
        try (Checkpoints second = store().open("pipeline", "source")) {
            return second.claim(partition).isPresent();
        } catch (IOException refused) {
            return false;
        }
    }
}
