package io.crosslog.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Reading an object of any size")
class ConstantMemoryTest {

    private static final long MEGABYTE = 1 << 20;
    private static final int LINES = 1_000_000;

    @Test
    @DisplayName("takes arrays for little more than the records in them, and keeps none")
    void arrays() throws Exception {
        byte[] line =
                "{\"time\":\"2026-11-21T08:00:00Z\",\"ip\":\"192.0.2.1\",\"note\":\"防火墙 allow\"}\n".getBytes(UTF_8);
        Set<byte[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        long bytes = 0;
        long records = 0;
        try (RecordStream stream = RecordStream.open(new Repeated(line, LINES), ReadingPlan.DEFAULT, 0)) {
            for (var next = stream.next(); next.isPresent(); next = stream.next()) {
                records++;
                if (arrays.add(next.get().bytes())) {
                    bytes += next.get().bytes().length;
                }
            }
        }
        assertThat(records).isEqualTo(LINES);
        assertThat(bytes).isBetween((long) LINES * line.length, (long) LINES * line.length * 11 / 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lines", "json array", "csv"})
    @DisplayName("allocates nothing for the records that a resumed reader passes over")
    void skipping(String format) throws Exception {
        ObjectFormat chosen =
                switch (format) {
                    case "csv" -> ObjectFormat.csv().columns("a", "b").build();
                    case "lines" -> ObjectFormat.lines();
                    default -> ObjectFormat.jsonArray();
                };
        byte[] record = "{\"n\":\"防火墙\"},\n".getBytes(UTF_8);
        byte[] content = format.equals("json array") ? "[{},{}] ".getBytes(UTF_8) : record;
        ObjectBytes object = new Repeated(content, LINES);
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        try (RecordStream stream = RecordStream.open(object, Cutting.plan(chosen), LINES - 1)) {
            assertThat(stream.next())
                    .hasValueSatisfying(r -> assertThat(r.number()).isEqualTo(LINES - 1));
        }
        assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(2 * MEGABYTE);
    }

    /** Bytes again and again, made as they are read. */
    private static final class Repeated implements ObjectBytes {

        private final byte[] unit;
        private final long times;

        Repeated(byte[] unit, long times) {
            this.unit = unit;
            this.times = times;
        }

        @Override
        public String name() {
            return "cos://bucket/repeated@1";
        }

        @Override
        public long size() {
            return unit.length * times;
        }

        @Override
        public InputStream open(long from) {
            return new InputStream() {
                private long next = from;

                @Override
                public int read() {
                    return next < size() ? unit[(int) (next++ % unit.length)] & 0xff : -1;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) {
                    int count = (int) Math.min(length, size() - next);
                    for (int done = 0; done < count; ) {
                        int at = (int) (next % unit.length);
                        int some = Math.min(count - done, unit.length - at);
                        System.arraycopy(unit, at, bytes, offset + done, some);
                        done += some;
                        next += some;
                    }
                    return count == 0 ? -1 : count;
                }
            };
        }
    }
}
