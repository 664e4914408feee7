package io.crosslog.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A lane")
class LaneTest {

    private final List<Lane> queued = new ArrayList<>();
    private final Lane lane =
            new Lane(7, new LaneProgress(7, 1, LaneState.startingAt(Long.MIN_VALUE), false, 100, 1_000), queued::add);

    @Test
    @DisplayName(
            "that is laid aside after a failure is worked on when it is resumed, and not when a page brings something")
    void laidAside() {
        lane.beginPass(10, Long.MIN_VALUE);
        lane.offer("", "b", List.of(object("a")));
        assertThat(queued).hasSize(1);
        assertThat(lane.next()).isNotNull();
        lane.layAside();
        lane.offer("b", "d", List.of(object("c")));
        lane.offer("d", null, List.of());
        assertThat(queued).hasSize(1);
        lane.resume();
        lane.resume();
        assertThat(queued).hasSize(2);
        LaneStep step = lane.next();
        assertThat(step).isNotNull();
        assertThat(step.toRead().key()).isEqualTo("a");
    }

    private static ListedObject object(String key) {
        return new ListedObject(key, "e", 1, 5);
    }
}
