package io.crosslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.mask.Masking;
import io.crosslog.model.Origin;
import io.crosslog.model.Position;
import io.crosslog.model.RawRecord;
import io.crosslog.model.RecordBatch;
import io.crosslog.parse.RecordParser;
import io.crosslog.spi.Limits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What workers of two branches get to do, beside the one of what comes to none. */
class WorkbenchTest {

    private static final int COPY = 1;
    private static final int MAIN = 2;

    private final TestSink sink = new TestSink();
    private final Routing routing = RouteMap.of(
            null, List.of(Route.copy("copy").to(sink), Route.otherwise().to(sink)), new ArrayList<>());
    private final List<Limits> limits =
            List.of(new Limits(10, 100_000), new Limits(10, 100_000), new Limits(10, 100_000));
    private final CommitLedger ledger = new CommitLedger();
    private final MemoryBudget.Member budget = MemoryBudget.of(1_000_000).join(1, () -> {});
    private final Lanes lanes = new Lanes(
            routing,
            ledger,
            budget,
            PipelineSettings.builder().rejectionLimit(RejectionLimit.off()).build());
    private final Workbench bench = new Workbench(lanes, limits);
    private final RecordParser parser = new RecordParser(
            TestPipeline.DECODER,
            Routing.UNROUTED,
            Masking.none(),
            routing.legs().apply(Masking.none()));

    @Test
    @DisplayName(
            "A worker takes what came to no branch before its own, or under load everybody would leave it to the others")
    void unroutedFirst() throws Exception {
        lanes.offer(0, batch("p", "bad", "x", "y"));
        PendingWrite copies = decode(COPY);
        assertThat(copies.events()).hasSize(2);
        PendingWrite rejections = (PendingWrite) bench.next(MAIN);
        assertThat(rejections.branch()).isEqualTo(Routing.UNROUTED);
        assertThat(rejections.rejections()).hasSize(1);
        PendingWrite events = (PendingWrite) bench.next(MAIN);
        assertThat(events.branch()).isEqualTo(MAIN);
        assertThat(events.events()).hasSize(2);
    }

    @Test
    @DisplayName(
            "R3: a batch is done only when both branches and the rejection handler have their parts, in whatever order")
    void allThree() throws Exception {
        for (int last = 0; last < 3; last++) {
            lanes.offer(0, batch("p" + last, "bad", "x", "y"));
            PendingWrite copies = decode(COPY);
            PendingWrite rejections = (PendingWrite) bench.next(MAIN);
            PendingWrite events = (PendingWrite) bench.next(MAIN);
            List<PendingWrite> order = new ArrayList<>(List.of(rejections, copies, events));
            order.add(order.remove(last));
            for (PendingWrite write : order) {
                assertThat(ledger.unsaved()).isEmpty();
                finish(write);
            }
            assertThat(ledger.unsaved()).extracting(Mark::partition).containsExactly("p" + last);
            ledger.saved(ledger.unsaved());
        }
    }

    @Test
    @DisplayName(
            "R8: an event that waits weighs 250 bytes and 40 for each field beside its text, a rejection 250, until it is done")
    void footprints() throws Exception {
        RecordBatch batch = batch("p", "bad", "x", "y");
        lanes.offer(0, batch);
        PendingWrite copies = decode(COPY);
        long events = 2L * ("content".length() + 1 + 250 + 40);
        long rejection = 250L + "bad".length();
        assertThat(budget.held()).isEqualTo(batch.footprint() + events + rejection);
        assertThat(bench.park(copies, 0)).isTrue();
        assertThat(budget.held()).isEqualTo(batch.footprint() + 2 * events + rejection);
        finish((PendingWrite) bench.next(MAIN));
        finish((PendingWrite) bench.next(MAIN));
        assertThat(budget.held()).isEqualTo(batch.footprint() + events);
        lanes.abandon(lanes.giveUp(0, Set.of("p")));
        assertThat(budget.held()).isZero();
    }

    private PendingWrite decode(int branch) throws InterruptedException {
        Decoding decoding = (Decoding) bench.next(branch);
        decoding.run(parser, limits);
        return bench.admit(decoding, branch);
    }

    private void finish(PendingWrite write) {
        bench.delivered(write, write.events());
        bench.rejected(write, write.handedOver());
        bench.complete(write);
    }

    private static RecordBatch batch(String partition, String... texts) {
        List<RawRecord> records = new ArrayList<>();
        Origin.Prefix prefix = Origin.prefix("test", "test://" + partition + "@");
        for (String text : texts) {
            records.add(RawRecord.builder(prefix.at(records.size()), Instant.EPOCH)
                    .bytes(text.getBytes(UTF_8))
                    .build());
        }
        return RecordBatch.of(Position.of(partition, "v1:" + texts.length), records);
    }
}
