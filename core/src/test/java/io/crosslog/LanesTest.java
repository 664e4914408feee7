package io.crosslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.Origin;
import io.crosslog.model.Position;
import io.crosslog.model.RawRecord;
import io.crosslog.model.RecordBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LanesTest {

    private final CommitLedger ledger = new CommitLedger();
    private final MemoryBudget.Member budget = MemoryBudget.of(1_000_000).join(2, () -> {});
    private final Lanes lanes = new Lanes(
            Routing.to(null, new TestSink()),
            ledger,
            budget,
            PipelineSettings.builder()
                    .rejectionLimit(RejectionLimit.off())
                    .bufferedBytes(1_000_000)
                    .build());

    @Test
    @DisplayName("R7: a reader that notices late that its partition is gone leaves the next holder's batches alone")
    void lateLoss() {
        claim("p", 0);
        claim("p", 1);
        lanes.offer(1, batch("p", 10));

        assertThat(lanes.giveUp(0, Set.of("p"))).isEmpty();
        assertThat(lanes.holder("p")).contains(1);
        assertThat(records("p")).isEqualTo(new RecordLedger(10, 0, 0, 0, 10, 0));
        assertThat(ledger.oldest("p")).isPresent();
        assertThat(lanes.giveUp(1, Set.of("p"))).hasSize(1);
        assertThat(records("p")).isEqualTo(new RecordLedger(10, 0, 0, 0, 0, 10));
    }

    @Test
    @DisplayName("R7: what an evicted reader still hands out never gets into the next holder's generation")
    void lateBatch() {
        claim("p", 0);
        lanes.offer(0, batch("p", 10));
        claim("p", 1);
        assertThat(lanes.offer(0, batch("p", 30))).isFalse();

        assertThat(records("p")).isEqualTo(new RecordLedger(40, 0, 0, 0, 0, 40));
        assertThat(ledger.oldest("p")).isEmpty();
        lanes.offer(0, batch("p", 0));
        assertThat(ledger.unsaved()).isEmpty();
    }

    @Test
    @DisplayName("R7: what was given up must be claimed before batches of it count again; what nobody held need not be")
    void givenUp() {
        lanes.offer(0, batch("p", 10));
        assertThat(lanes.holder("p")).contains(0);
        lanes.abandon(lanes.giveUp(0, Set.of("p")));
        lanes.offer(0, batch("p", 20));
        assertThat(records("p")).isEqualTo(new RecordLedger(30, 0, 0, 0, 0, 30));

        claim("p", 0);
        lanes.offer(0, batch("p", 5));
        assertThat(records("p")).isEqualTo(new RecordLedger(35, 0, 0, 0, 5, 30));
        lanes.abandon(lanes.giveUp(0, Set.of("p")));
        lanes.openAnew(0);
        lanes.offer(0, batch("p", 5));
        assertThat(lanes.holder("p")).contains(0);
    }

    @Test
    @DisplayName("R7: a claim while another reader waits for its last write does not join the generation that ends")
    void claimBetween() {
        claim("p", 0);
        List<CommitLedger.Generation> given = lanes.giveUp(0, Set.of("p"));
        claim("p", 1);
        lanes.offer(1, batch("p", 10));

        assertThat(lanes.end(given)).isEmpty();
        assertThat(ledger.oldest("p")).isPresent();
        assertThat(lanes.holder("p")).contains(1);
    }

    @Test
    @DisplayName("A partition whose claim was lost stays barred, however many others come and go")
    void barredForLong() {
        claim("p", 0);
        assertThat(lanes.bar(Set.of("p", "unknown"))).containsExactly(0);
        for (int i = 0; i < 1_100; i++) {
            claim("x" + i, 0);
            lanes.abandon(lanes.giveUp(0, Set.of("x" + i)));
        }
        lanes.offer(0, batch("p", 10));
        assertThat(lanes.holder("p")).isEmpty();
        assertThat(ledger.oldest("p")).isEmpty();
    }

    @Test
    @DisplayName("R8: keys and what surrounds a record count against the budget, not its bytes alone")
    void footprint() {
        lanes.offer(0, batch("p", 100));
        assertThat(budget.held()).isEqualTo(100 * (3 + 200));
        lanes.abandon(lanes.giveUp(0, Set.of("p")));
        assertThat(budget.held()).isZero();
    }

    @Test
    @DisplayName("What is held back on probation is let go for the partitions given back, and for no other")
    void probation() {
        Probation probation = new Probation(RejectionLimit.of(100, 1_000, 0.5), ledger);
        for (String partition : List.of("p", "q", "r")) {
            RecordBatch batch = batch(partition, 1);
            CommitLedger.Ticket ticket = ledger.add(batch.end(), 0);
            probation.finish(List.of(ticket));
        }
        CommitLedger.Generation p = ledger.detach("p").orElseThrow();
        CommitLedger.Generation q = ledger.detach("q").orElseThrow();
        probation.settle(List.of(p));
        probation.forget(List.of(q));

        assertThat(ledger.end(p)).isPresent();
        assertThat(ledger.end(q)).isEmpty();
        assertThat(ledger.unsaved()).isEmpty();
        probation.settle();
        assertThat(ledger.unsaved()).extracting(Mark::partition).containsExactly("r");
    }

    private void claim(String partition, int reader) {
        lanes.claim(partition, reader, Position.start(partition));
    }

    /** Records of no bytes with keys of three. */
    private static RecordBatch batch(String partition, int records) {
        List<RawRecord> all = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            all.add(RawRecord.builder(Origin.prefix("test", partition + "@").at(i), Instant.EPOCH)
                    .key(new byte[3])
                    .bytes(new byte[0])
                    .empty("nothing"));
        }
        return RecordBatch.of(Position.of(partition, "v1:" + records), all);
    }

    private RecordLedger records(String partition) {
        return lanes.read(view -> view.lanes().stream()
                .filter(lane -> lane.partition().equals(partition))
                .findFirst()
                .orElseThrow()
                .tally()
                .ledger());
    }
}
