package io.crosslog.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.checkpoint.jdbc.Leases.Member;
import io.crosslog.checkpoint.jdbc.Leases.Members;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Shares")
final class SharesTest {

    @Test
    @DisplayName("Nobody gives to one that does not wait, or that can take what is free")
    void nothingToGive() {
        assertThat(Shares.toHandOver("a", members(0, member("a", false, 8), member("b", false, 0))))
                .isEmpty();
        assertThat(Shares.toHandOver("a", members(8, member("a", false, 8), member("b", true, 0))))
                .isEmpty();
        assertThat(Shares.toHandOver("a", members(0))).isEmpty();
        assertThat(Shares.toHandOver("a", members(0, member("a", true, 3), member("b", true, 4))))
                .isEmpty();
        assertThat(Shares.toHandOver("a", members(0, member("a", true, 1), member("b", true, 0))))
                .isEmpty();
    }

    @Test
    @DisplayName("One that has all gives half, in three each gives a part")
    void gives() {
        assertThat(Shares.toHandOver("a", members(0, member("a", false, 64), member("b", true, 0))))
                .isEqualTo(Map.of("b", 32));
        Members three = members(0, member("a", false, 32), member("b", true, 32), member("c", true, 0));
        assertThat(Shares.toHandOver("a", three).get("c")
                        + Shares.toHandOver("b", three).get("c"))
                .isEqualTo(21);
        assertThat(Shares.toHandOver("c", three)).isEmpty();
    }

    @Test
    @DisplayName("From any state shares become even in one round, and then stay, whoever waits")
    void becomeEvenAndStay() {
        SplittableRandom random = new SplittableRandom(7);
        for (int run = 0; run < 2_000; run++) {
            int count = 1 + random.nextInt(7);
            int[] held = IntStream.range(0, count).map(i -> random.nextInt(20)).toArray();
            int total = Arrays.stream(held).sum();
            int moved = round(held);
            int least = Arrays.stream(held).min().orElseThrow();
            int most = Arrays.stream(held).max().orElseThrow();
            assertThat(most - least).isLessThanOrEqualTo(1);
            assertThat(Arrays.stream(held).sum()).isEqualTo(total);
            assertThat(moved).isLessThanOrEqualTo(total);
            assertThat(round(held)).as("moved when all was even").isZero();
        }
    }

    /** Lets all, who all wait, hand over what they should; returns how many partitions moved. */
    private static int round(int[] held) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < held.length; i++) {
            members.add(member("m" + i, true, held[i]));
        }
        int moved = 0;
        for (int i = 0; i < held.length; i++) {
            for (Map.Entry<String, Integer> give :
                    Shares.toHandOver("m" + i, new Members(members, 0)).entrySet()) {
                held[i] -= give.getValue();
                held[Integer.parseInt(give.getKey().substring(1))] += give.getValue();
                moved += give.getValue();
            }
        }
        return moved;
    }

    private static Members members(int free, Member... all) {
        return new Members(List.of(all), free);
    }

    private static Member member(String id, boolean waits, int held) {
        return new Member(id, waits, held);
    }
}
