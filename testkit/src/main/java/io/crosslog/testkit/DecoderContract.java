package io.crosslog.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.crosslog.model.LogEvent;
import io.crosslog.parse.ParsedRecord;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules that every decoder keeps: subclass it in a test, give a decoder and some records that it decodes, and run.
 *
 * <p>A decoder that the pipeline would be given as a supplier, because it has state, fails the test of concurrent calls.
 */
public abstract class DecoderContract {

    private static final int MUTANTS = 2_000;

    /** A contract to be subclassed. */
    protected DecoderContract() {}

    /**
     * The decoder.
     *
     * @return the decoder; the same for all calls, or a new one
     */
    protected abstract Decoder decoder();

    /**
     * Records that it decodes.
     *
     * @return at least one
     */
    protected abstract List<byte[]> valid();

    /**
     * What translates the decoder's events; nothing by default.
     *
     * @return the normalizer
     */
    protected Normalizer normalizer() {
        return Normalizer.none();
    }

    @Test
    @DisplayName("R6 a valid record gives events, and nothing of it is rejected")
    final void decodes() {
        for (byte[] bytes : valid()) {
            Parsed parsed = Parsers.parse(decoder(), normalizer(), bytes);
            assertThat(parsed.events()).isNotEmpty();
            assertThat(parsed.rejected()).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "R6 whatever the bytes, it gives, rejects or filters something and throws nothing but its own exception")
    final void survives() {
        Random random = new Random(1);
        Decoder decoder = decoder();
        for (byte[] bytes : valid()) {
            for (int i = 0; i < MUTANTS; i++) {
                ParsedRecord parsed = Parsers.parse(decoder, normalizer(), mutate(bytes, random))
                        .records()
                        .get(0);
                assertThat(parsed.events().size()
                                + parsed.rejected().size()
                                + parsed.filtered().size())
                        .isPositive();
            }
        }
        assertThat(Parsers.parse(decoder, normalizer(), new byte[0]).records()).hasSize(1);
    }

    @Test
    @DisplayName("R6 what it emits is valid JSON with an id of its own, and the record's bytes are left alone")
    final void emits() throws Exception {
        JsonMapper json = JsonMapper.builder().build();
        for (byte[] bytes : valid()) {
            byte[] before = bytes.clone();
            List<LogEvent> events =
                    Parsers.parse(decoder(), normalizer(), bytes).events();
            for (LogEvent event : events) {
                assertThat(json.readTree(event.toJson()).isObject()).isTrue();
            }
            assertThat(events.stream().map(LogEvent::id)).doesNotHaveDuplicates();
            assertThat(bytes).isEqualTo(before);
        }
    }

    @Test
    @DisplayName("R6 the same bytes give the same events, whatever was decoded before")
    final void repeats() {
        Decoder decoder = decoder();
        List<String> first = render(decoder);
        Parsers.parse(decoder, normalizer(), mutate(valid().get(0), new Random(2)));
        assertThat(render(decoder)).isEqualTo(first);
    }

    @Test
    @DisplayName("Called by several threads at once it gives what it gives to one")
    final void concurrent() throws Exception {
        Decoder decoder = decoder();
        List<String> expected = render(decoder);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Boolean> task = () -> {
                for (int i = 0; i < 50; i++) {
                    if (!render(decoder).equals(expected)) {
                        return false;
                    }
                }
                return true;
            };
            for (Future<Boolean> future : threads.invokeAll(List.of(task, task, task, task))) {
                assertThat(future.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private List<String> render(Decoder decoder) {
        List<String> all = new ArrayList<>();
        for (byte[] bytes : valid()) {
            Parsers.parse(decoder, normalizer(), bytes).events().forEach(e -> all.add(e.id() + e.toJson()));
        }
        return all;
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        byte[] mutant = bytes.clone();
        switch (random.nextInt(4)) {
            case 0 -> {
                return Arrays.copyOf(mutant, random.nextInt(mutant.length + 1));
            }
            case 1 -> {
                byte[] noise = new byte[random.nextInt(64)];
                random.nextBytes(noise);
                return noise;
            }
            default -> {
                for (int n = random.nextInt(4); n >= 0 && mutant.length > 0; n--) {
                    mutant[random.nextInt(mutant.length)] =
                            random.nextBoolean() ? bytes[random.nextInt(bytes.length)] : (byte) random.nextInt(256);
                }
                return mutant;
            }
        }
    }
}
