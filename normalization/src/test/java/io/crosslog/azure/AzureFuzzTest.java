package io.crosslog.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.crosslog.model.LogEvent;
import io.crosslog.model.Origin;
import io.crosslog.model.RawRecord;
import io.crosslog.spi.DecodeException;
import io.crosslog.spi.Output;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;

@DisplayName("Whatever the bytes, the Azure decoder ends soon, says something of each record and throws nothing else")
class AzureFuzzTest {

    private static final int CHANGES = 1_000;
    private static final boolean FUZZING = System.getenv("JAZZER_FUZZ") != null;

    /** A walk that is linear takes a fraction of it; the first calls compile. */
    private static final long NANOS_FOR_ANY = 2_000_000_000L;

    private static final long NANOS_FOR_A_BYTE = 20_000;

    private static final AzureDecoder DECODER = AzureDecoder.create();

    @FuzzTest(maxDuration = "10m")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void decode(byte[] data) {
        check(data);
        if (!FUZZING && data.length > 0) {
            Random random = new Random(data.length);
            for (int i = 0; i < CHANGES; i++) {
                check(changed(data, random));
            }
        }
    }

    private static void check(byte[] data) {
        if (data.length == 0) {
            return;
        }
        RawRecord record = RawRecord.of(Origin.prefix("fuzz", "kafka://hub/0@").at(1), data, Instant.ofEpochSecond(1));
        Said said = new Said();
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        try {
            DECODER.decode(record, said);
        } catch (DecodeException e) {
            assertThat(e.getMessage()).isNotBlank();
            said.things++;
        }
        long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
        assertThat(said.things).isPositive();
        assertThat(took).isLessThan(NANOS_FOR_ANY + NANOS_FOR_A_BYTE * data.length);
        said.events.forEach(event ->
                assertThat(event.toJson()).startsWith("{").endsWith("}").doesNotContain("\n"));
    }

    private static byte[] changed(byte[] data, Random random) {
        byte[] changed = data.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(4)) {
                case 0 -> changed[at] = (byte) random.nextInt(256);
                case 1 -> changed[at] = (byte) "{}[]\"':,\\\n u0e-".charAt(random.nextInt(15));
                case 2 -> System.arraycopy(data, 0, changed, at, changed.length - at);
                default -> changed[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return changed;
    }

    /** What was made of a record. */
    private static final class Said implements Output {

        private final List<LogEvent> events = new ArrayList<>();
        private int things;

        @Override
        public void emit(LogEvent event) {
            events.add(event);
            things++;
        }

        @Override
        public void reject(byte[] part, String reason) {
            assertThat(reason).isNotBlank();
            things++;
        }

        @Override
        public void filter(String reason) {
            things++;
        }

        @Override
        public void count(String name) {
            assertThat(name).isNotBlank();
        }
    }
}
