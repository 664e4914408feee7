package io.crosslog.s3;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Which lane an object is in, and what lanes are called. Their number can never change, because saved positions are of
 * lanes.
 */
final class LaneNames {

    static final int LANES = 64;

    private LaneNames() {}

    static int laneOf(String key) {
        CRC32C crc = new CRC32C();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % LANES);
    }

    static String name(int lane) {
        return (lane < 10 ? "lane-0" : "lane-") + lane;
    }
}
