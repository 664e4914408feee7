package io.crosslog.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An object that is resumed")
class RecordStreamTest {

    private static final List<String> LINES = Logs.lines(10_000, 31);
    private static final String ARRAY = "[" + String.join(",", LINES) + "]";

    @Test
    @DisplayName("after more records than it has now ends with a damaged record, not as done")
    void fewer() throws Exception {
        for (ObjectFormat format : List.of(
                ObjectFormat.lines(),
                ObjectFormat.csv().noQuote().build(),
                ObjectFormat.csv().columns("a").noQuote().build())) {
            for (long from : new long[] {2, 1_000, 10_000}) {
                broken(ARRAY, format, from);
            }
        }
        broken("", ObjectFormat.lines(), 1);
        CutRecord record = broken("a\nb\n", ObjectFormat.lines(), 3);
        assertThat(record.damage()).contains("has 2 records where 3 were delivered before");
    }

    @Test
    @DisplayName("and is damaged before the record that is wanted says so, be it at the last that was delivered")
    void damaged() throws Exception {
        for (long from : new long[] {1, 2, 1_000}) {
            CutRecord record = broken(Logs.text(LINES), ObjectFormat.jsonArray(), from);
            assertThat(record.damage()).contains("the [ of a JSON array").contains("others may be missing");
        }
        broken("PK\u0003\u0004", ObjectFormat.detect(), 7);
        // Whole at the first reading, broken off at the second.
        byte[] packed = Packed.GZIP.pack(Logs.text(LINES).getBytes(UTF_8));
        byte[] half = Arrays.copyOf(packed, packed.length / 2);
        List<CutRecord> records = Cutting.all(StoredObject.of(half), ReadingPlan.DEFAULT, 9_000);
        assertThat(records).hasSize(1);
        assertThat(records.get(0).number()).isEqualTo(9_000);
        assertThat(records.get(0).damage()).contains("where 9000 were delivered before");
    }

    @Test
    @DisplayName("after its last record has nothing more")
    void complete() throws Exception {
        assertThat(Cutting.all(StoredObject.of(ARRAY.getBytes(UTF_8)), ReadingPlan.DEFAULT, 10_000))
                .isEmpty();
        byte[] lines = Logs.text(LINES).getBytes(UTF_8);
        assertThat(Cutting.all(StoredObject.of(lines), ReadingPlan.DEFAULT, 10_000))
                .isEmpty();
    }

    @Test
    @DisplayName("in another format begins anew, so that no record is left out")
    void otherFormat() throws Exception {
        for (ObjectFormat now : List.of(
                ObjectFormat.csv().build(), ObjectFormat.csv().columns("a", "b").build())) {
            FakeStore store = new FakeStore();
            List<String> rows = Buckets.names("row,", 2_500);
            store.put("k", "e", rows);
            Reading before = new Reading(store, Reading.source().format(ObjectFormat.lines()));
            assertThat(before.run(1)).isFalse();
            assertThat(before.texts()).isEqualTo(rows.subList(0, 1_000));

            Reading after = new Reading(store, Reading.source().format(now));
            after.saved().putAll(before.saved());
            assertThat(after.run(1)).isFalse();
            // Now it goes on where it stopped.
            after.pass();
            boolean header =
                    now.csvLayout() != null && now.csvLayout().columns().isEmpty();
            assertThat(after.texts()).hasSize(header ? 2_499 : 2_500).doesNotHaveDuplicates();
            assertThat(after.records().get(0).origin().toString()).endsWith("#0");
        }
    }

    @Test
    @DisplayName("whose damage ends a batch has it rejected together with its end, once")
    void damageAtBatchEnd() throws Exception {
        FakeStore store = new FakeStore();
        store.put("k", "e", List.of("[" + String.join(",", LINES.subList(0, 999)) + ",]"));
        Reading reading = new Reading(store, Reading.source().format(ObjectFormat.jsonArray()));
        assertThat(reading.run(1)).isTrue();
        assertThat(reading.records()).hasSize(1_000);
        reading.pass();
        assertThat(reading.records()).hasSize(1_000);
    }

    /** Reads on; there must be one damaged record and nothing else. */
    private static CutRecord broken(String content, ObjectFormat format, long from) throws Exception {
        List<CutRecord> records = Cutting.all(StoredObject.of(content.getBytes(UTF_8)), Cutting.plan(format), from);
        assertThat(records).as("%s from %d", format, from).hasSize(1);
        assertThat(records.get(0).number()).isEqualTo(from);
        assertThat(records.get(0).damage()).isNotNull();
        return records.get(0);
    }
}
