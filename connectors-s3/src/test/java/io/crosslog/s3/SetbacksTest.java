package io.crosslog.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The failure of a lane")
class SetbacksTest {

    private final Setbacks setbacks = new Setbacks();

    @Test
    @DisplayName("is told until it is tried again, and again should it fail again")
    void triedAgain() {
        Lane lane = lane();
        setbacks.add(lane, new IOException("first"));
        assertThat(setbacks.first()).hasValueSatisfying(e -> assertThat(e).hasMessage("first"));
        assertThat(setbacks.again()).containsExactly(lane);
        assertThat(setbacks.first()).isEmpty();
        assertThat(setbacks.isOver()).isFalse();
        setbacks.add(lane, new IOException("second"));
        assertThat(setbacks.first()).hasValueSatisfying(e -> assertThat(e).hasMessage("second"));
        setbacks.over(lane);
        assertThat(setbacks.isOver()).isTrue();
    }

    @Test
    @DisplayName("is nobody's once the lane was given up")
    void givenUp() {
        Lane lane = lane();
        setbacks.add(lane, new IOException("gone"));
        lane.drop();
        assertThat(setbacks.first()).isEmpty();
        assertThat(setbacks.again()).isEmpty();
        assertThat(setbacks.isOver()).isTrue();
    }

    private static Lane lane() {
        LaneProgress progress = new LaneProgress(1, 1, LaneState.startingAt(Long.MIN_VALUE), false, 100, 1_000);
        return new Lane(1, progress, ready -> {});
    }
}
