package io.crosslog.loopback.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports for servers that must know theirs before they listen, and find them free again after a restart.
 *
 * <p>They are taken from below the range out of which operating systems serve outgoing connections (from 32768 on Linux,
 * from 49152 elsewhere), so that no client's connection slips into a port while its server is down.
 */
final class FreePorts {
    private static final int LOWEST = 20_000;
    private static final int BEYOND = 32_000;
    private static final int ATTEMPTS = 1_000;

    private FreePorts() {}

    static int[] find(int count) {
        Set<Integer> found = new LinkedHashSet<>();
        for (int i = 0; i < ATTEMPTS && found.size() < count; i++) {
            int candidate = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
            if (isFree(candidate)) {
                found.add(candidate);
            }
        }
        if (found.size() < count) {
            throw new IllegalStateException(
                    "No " + count + " free ports on 127.0.0.1 between " + LOWEST + " and " + BEYOND);
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }
}
