package io.crosslog.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
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
    @DisplayName("A part has bytes of its own and all else of its record, the checksum too, masked or not")
    void parts() {
        RawRecord record = RawRecord.builder(ORIGIN, Instant.EPOCH)
                .bytes(new byte[] {1, 2, 3, 4})
                .key(new byte[] {9})
                .attributes(Map.of("a", "b"))
                .build();
        byte[] opened = {0, 7, 8, 0};
        RawRecord part = record.part(opened, 1, 2);
        assertThat(part.array()).isSameAs(opened);
        assertThat(part.copyBytes()).containsExactly(7, 8);
        assertThat(part.length()).isEqualTo(2);
        assertThat(part.origin()).isSameAs(ORIGIN);
        assertThat(part.key()).hasValue(new byte[] {9});
        assertThat(part.attributes()).containsEntry("a", "b");
        CRC32C crc = new CRC32C();
        crc.update(new byte[] {1, 2, 3, 4});
        RawRecord masked = part.masked(bytes -> new byte[] {bytes[1]});
        assertThat(masked.copyBytes()).containsExactly(8);
        for (RawRecord each : List.of(record, part, masked, masked.part(opened, 0, 1), record)) {
            assertThat(each.checksum()).isEqualTo((int) crc.getValue());
        }
        assertThatThrownBy(() -> record.part(opened, 3, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    @DisplayName("A masked form of a record or part is told from another part of the same record")
    void forms() {
        RawRecord record = RawRecord.of(ORIGIN, new byte[4], Instant.EPOCH);
        RawRecord part = record.part(new byte[2], 0, 2);
        RawRecord masked = part.masked(bytes -> bytes).masked(bytes -> bytes);
        assertThat(masked.isFormOf(part)).isTrue();
        assertThat(part.isFormOf(masked)).isTrue();
        assertThat(part.isFormOf(part)).isTrue();
        assertThat(masked.isFormOf(record)).isFalse();
        assertThat(masked.isFormOf(record.part(part.array(), 0, 2))).isFalse();
    }

    @Test
    @DisplayName("Rejected events of one part share its bytes, and give out copies of them")
    void rejectedEvents() {
        byte[] bytes = {1, 2, 3, 4};
        RawRecord record = RawRecord.of(ORIGIN, bytes, Instant.EPOCH);
        LogEvent event =
                LogEvent.builder(record.part(record.array(), 1, 2)).index(3, 1).build();
        RejectedRecord rejected = RejectedRecord.event(record, event, Stage.ROUTE, "no");
        assertThat(rejected.index()).isEqualTo(3);
        assertThat(rejected.length()).isEqualTo(2);
        assertThat(rejected.bytes()).containsExactly(2, 3);
        rejected.bytes()[0] = 9;
        assertThat(rejected.bytes()).containsExactly(2, 3);
        bytes[1] = 7;
        assertThat(rejected.bytes()).containsExactly(7, 3);
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
