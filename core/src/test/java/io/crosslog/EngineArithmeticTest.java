package io.crosslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.spi.BlockedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EngineArithmeticTest {

    private final RetrySchedule schedule =
            new RetrySchedule(Duration.ofMillis(100), Duration.ofSeconds(30), Duration.ofMinutes(1));

    @Test
    @DisplayName("R5: delays double from the shortest to the longest and are shortened by up to a half, at any attempt")
    void delays() {
        IOException failure = new IOException("x");
        assertThat(millis(failure, 1, 0)).isEqualTo(100);
        assertThat(millis(failure, 2, 0)).isEqualTo(200);
        assertThat(millis(failure, 9, 0)).isEqualTo(25_600);
        assertThat(millis(failure, 10, 0)).isEqualTo(30_000);
        assertThat(millis(failure, 1, 0.999_999)).isEqualTo(50);
        for (int attempt = 1; attempt < 200; attempt++) {
            assertThat(millis(failure, attempt, 0.5)).isBetween(50L, 30_000L);
        }
        assertThat(millis(failure, Integer.MAX_VALUE, 0)).isEqualTo(30_000);
    }

    @Test
    @DisplayName("R5: while blocked the beat is slow and even")
    void beat() {
        assertThat(millis(new BlockedException("r", "a", null), 1, 0.7)).isEqualTo(60_000);
    }

    @Test
    @DisplayName("R6: the rejection rate agrees with a plain count over the window")
    void rejectionRate() {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            RejectionRate rate = new RejectionRate(RejectionLimit.of(20, 50, 0.5));
            boolean[] all = new boolean[500];
            double share = random.nextDouble();
            for (int i = 0; i < all.length && rate.verdict().isEmpty(); i++) {
                all[i] = random.nextDouble() < share;
                rate.add(all[i]);
                int rejected = 0;
                for (int j = 0; j <= i; j++) {
                    rejected += all[j] ? 1 : 0;
                }
                int inWindow = 0;
                for (int j = Math.max(0, i - 49); j <= i; j++) {
                    inWindow += all[j] ? 1 : 0;
                }
                boolean expected = all[i] && (i == 19 && rejected == 20 || i >= 49 && inWindow >= 25);
                assertThat(rate.verdict().isPresent()).isEqualTo(expected);
                assertThat(rate.onProbation()).isEqualTo(rejected == i + 1 && i + 1 < 20);
            }
        }
    }

    @Test
    @DisplayName("Names beyond the thousandth are counted together, and long ones are cut")
    void nameCounts() {
        NameCounts counts = new NameCounts();
        for (int i = 0; i < 5_000; i++) {
            counts.add("name " + i, 1);
        }
        counts.add("name 1", 1);
        assertThat(counts.copy()).hasSize(1_001).containsEntry("name 1", 2L).containsEntry("(others)", 4_000L);
        NameCounts cut = new NameCounts();
        cut.add("x".repeat(10_000), 1);
        assertThat(cut.copy().keySet()).allMatch(name -> name.length() == 300);
    }

    private long millis(IOException failure, int attempt, double random) {
        return Duration.ofNanos(schedule.delayNanos(failure, attempt, random)).toMillis();
    }
}
