package io.crosslog.s3;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Made-up logs, the same at each run. */
final class Logs {

    private Logs() {}

    static List<String> lines(int count, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"n\":" + i + ",\"ip\":\"192.0.2." + random.nextInt(250) + "\",\"note\":\"防火墙 "
                        + Long.toHexString(random.nextLong()) + "\",\"list\":[" + "1,".repeat(random.nextInt(9))
                        + "{}]}")
                .toList();
    }

    static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
