package io.crosslog.kafka;

import org.apache.kafka.common.utils.AppInfoParser;

/** What the Kafka client on the class path can do, which is the application's choice. */
final class ClientVersion {

    /** Since JDK 24 {@code Subject.getSubject} throws; the client that copes has this class (3.9.1 and later). */
    private static final String COPES = "org.apache.kafka.common.internals.SecurityManagerCompatibility";

    private ClientVersion() {}

    static String number() {
        return AppInfoParser.getVersion();
    }

    /** Whether it opens conversations with ApiVersions v4, which some gateways answer with a reset. */
    static boolean sendsApiVersions4() {
        return !number().matches("([0-2]\\.|3\\.[0-8]\\.).*");
    }

    /**
     * Refuses what would otherwise be a source that logs a warning and reads nothing.
     *
     * @throws IllegalStateException if SASL is asked for and this client cannot do it on this JDK
     */
    static void requireWorkingSasl(boolean sasl) {
        if (sasl && !saslWorks(Runtime.version().feature())) {
            throw new IllegalStateException("kafka-clients " + number() + " cannot authenticate on Java "
                    + Runtime.version().feature() + " (Subject.getSubject is gone since 24); "
                    + "use kafka-clients 3.9.1 or later, or run on Java 17 or 21");
        }
    }

    static boolean saslWorks(int javaFeature) {
        return javaFeature < 24 || knows(COPES);
    }

    private static boolean knows(String className) {
        try {
            Class.forName(className, false, AppInfoParser.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
