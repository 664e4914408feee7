package io.crosslog.kafka;

import io.crosslog.model.RecordBatch;
import io.crosslog.spi.SourceContext;
import io.crosslog.spi.SourceEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes on, by the policy that was set, where the offset to resume at is gone, and says what that may have cost. */
final class LostOffsets {

    private static final Logger LOG = LoggerFactory.getLogger(LostOffsets.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private LostOffsets() {}

    /**
     * Moves the partitions and hands out a batch without records for each, so that the new position is committed after
     * all that was read before.
     *
     * @throws IllegalStateException if the policy is to stop
     */
    static void goOn(
            OffsetOutOfRangeException found,
            Consumer<?, ?> consumer,
            Assignment assignment,
            SourceContext context,
            OutOfRange policy) {
        Map<TopicPartition, Long> wanted = found.offsetOutOfRangePartitions();
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(wanted.keySet(), PATIENCE);
        Map<TopicPartition, Long> ends = consumer.endOffsets(wanted.keySet(), PATIENCE);
        Map<TopicPartition, OffsetAndMetadata> divergent =
                found instanceof LogTruncationException truncated ? truncated.divergentOffsets() : Map.of();
        wanted.forEach((partition, offset) -> {
            Held held = assignment.get(partition);
            if (held != null && held.ready()) {
                long begin = begins.getOrDefault(partition, 0L);
                long end = ends.getOrDefault(partition, begin);
                OffsetAndMetadata last = divergent.get(partition);
                if (last == null && offset >= begin && offset <= end) {
                    // It is there after all: the broker that was asked lagged behind.
                    consumer.seek(partition, offset);
                    return;
                }
                Gap gap = new Gap(offset, begin, end, last == null ? begin : Math.max(begin, last.offset()));
                goOn(gap, held, consumer, assignment, context, policy);
            }
        });
    }

    private static void goOn(
            Gap gap,
            Held held,
            Consumer<?, ?> consumer,
            Assignment assignment,
            SourceContext context,
            OutOfRange policy) {
        if (policy == OutOfRange.STOP) {
            throw new IllegalStateException("Partition " + held.name + ": " + gap.what()
                    + ". The source is set to stop here; set outOfRange(EARLIEST) or outOfRange(LATEST) to go on");
        }
        long next = policy == OutOfRange.EARLIEST ? gap.earliest : gap.end;
        String detail = gap.what() + "; going on at " + next;
        LOG.warn("Partition {}: {}", held.name, detail);
        context.report(new SourceEvent.PossibleLoss(held.name, gap.records(next), detail));
        consumer.seek(held.partition, next);
        held.next = next;
        assignment.pending().add(RecordBatch.of(held.position(), List.of()));
    }

    /**
     * What is missing.
     *
     * @param wanted the offset to resume at
     * @param begin the first that is there
     * @param end the one after the last that is there
     * @param earliest where to go on without leaving out what is there and was not read
     */
    private record Gap(long wanted, long begin, long end, long earliest) {

        String what() {
            if (wanted < begin) {
                return "offset " + wanted + " is gone, the earliest left is " + begin
                        + ": the broker deleted up to " + (begin - wanted)
                        + " records before they were read (its retention is shorter than the delay of this group)";
            }
            return "offset " + wanted + " is not there any more, the log ends at " + end
                    + ": the topic was made anew or its log was cut, so records may have been replaced";
        }

        OptionalLong records(long next) {
            return wanted < begin ? OptionalLong.of(next - wanted) : OptionalLong.empty();
        }
    }
}
