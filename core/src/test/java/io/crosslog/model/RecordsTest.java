package io.crosslog.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RecordsTest {

    private static final Origin ORIGIN = Origin.prefix("s", "p@").at(1);

    @Test
    @DisplayName("A record is a slice; a copy of it is not")
    void slice() {
        byte[] bytes = {0, 1, 2, 3};
        RawRecord record = RawRecord.builder(ORIGIN, Instant.EPOCH)
                .bytes(bytes, 1, 2)
                .key(new byte[] {9})
                .build();
        assertThat(record.copyBytes()).containsExactly(1, 2);
        assertThat(record.array()).isSameAs(bytes);
        assertThat(record.key()).hasValue(new byte[] {9});
        assertThat(record.damage()).isEmpty();
        assertThat(record.emptiness()).isEmpty();
        assertThatThrownBy(() -> RawRecord.builder(ORIGIN, Instant.EPOCH).bytes(bytes, 3, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    @DisplayName("Damaged and empty records say why")
    void kinds() {
        RawRecord.Builder builder = RawRecord.builder(ORIGIN, Instant.EPOCH).bytes(new byte[3]);
        assertThat(builder.damaged("cut off").damage()).contains("cut off");
        assertThat(builder.empty("tombstone").emptiness()).contains("tombstone");
        assertThat(builder.damaged("cut off").toString()).contains("cut off");
    }

    @Test
    @DisplayName("A batch copies its list and adds up its bytes")
    void batch() {
        List<RawRecord> records = new ArrayList<>();
        records.add(RawRecord.of(ORIGIN, new byte[5], Instant.EPOCH));
        records.add(RawRecord.of(ORIGIN, new byte[6], Instant.EPOCH));
        RecordBatch batch = RecordBatch.of(Position.of("p", "v1:2"), records);
        records.clear();
        assertThat(batch.records()).hasSize(2);
        assertThat(batch.sizeInBytes()).isEqualTo(11);
        assertThat(batch.partition()).isEqualTo("p");
    }

    @Test
    @DisplayName("Positions: a start, equality by text, a token rendered when asked for, no empty one")
    void positions() {
        assertThat(Position.start("p").isStart()).isTrue();
        assertThat(Position.of("p", () -> "v1:7")).isEqualTo(Position.of("p", "v1:7"));
        assertThat(Position.of("p", "v1:7")).isNotEqualTo(Position.of("q", "v1:7"));
        assertThat(Position.of("p", "v1:7")).hasToString("p at v1:7");
        assertThatThrownBy(() -> Position.of("p", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'p'");
    }
}
