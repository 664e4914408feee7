package io.crosslog.kafka;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.TreeSet;

/** What Event Hubs asks of consumer groups, and a name that keeps to it. */
final class EventHubsGroup {

    /** Characters of a group's id. */
    static final int LONGEST = 256;

    /** The service takes four commits a second for a partition. */
    static final Duration COMMIT_GAP = Duration.ofMillis(250);

    private static final int LONGEST_PIPELINE = 64;

    private EventHubsGroup() {}

    /**
     * A group that no other pipeline and no other choice of hubs has, in a namespace that knows groups by name only. Neither
     * pipelines nor hubs may have the plus sign in their names.
     */
    static String of(Collection<String> hubs) {
        String start = "crosslog." + KafkaSettings.PIPELINE + "+";
        String names = String.join("+", new TreeSet<>(hubs));
        int room = LONGEST - start.length() - LONGEST_PIPELINE + KafkaSettings.PIPELINE.length();
        return start + (names.length() <= room ? names : digest(names));
    }

    private static String digest(String names) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(names.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
