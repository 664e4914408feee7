package io.crosslog.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * What the Kafka client on the class path can do, which is the application's choice. The version is read from the resource
 * that every version of the client carries: its class for that has moved between versions.
 */
final class ClientVersion {

    private static final String RESOURCE = "/kafka/kafka-version.properties";

    /** Since JDK 24 {@code Subject.getSubject} throws; a client that copes has this class (3.9.1 and later). */
    private static final String COPES = "org.apache.kafka.common.internals.SecurityManagerCompatibility";

    private ClientVersion() {}

    static String number() {
        try (InputStream in = KafkaConsumer.class.getResourceAsStream(RESOURCE)) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "of unknown version");
        } catch (IOException e) {
            return "of unknown version";
        }
    }

    /** Whether it opens conversations with ApiVersions v4, which some gateways answer with a reset. */
    static boolean sendsApiVersions4() {
        return sendsApiVersions4(number());
    }

    static boolean sendsApiVersions4(String version) {
        return !version.matches("([0-2]\\.|3\\.[0-8]\\.).*");
    }

    /**
     * Refuses what would otherwise be a source that logs a warning and reads nothing.
     *
     * @throws IllegalStateException if SASL is asked for and this client cannot do it on this JDK
     */
    static void requireWorkingSasl(boolean sasl) {
        int java = Runtime.version().feature();
        if (sasl && !saslWorks(java, number(), knows(COPES))) {
            throw new IllegalStateException(
                    "kafka-clients " + number() + " cannot authenticate on Java " + java
                            + " (Subject.getSubject is gone since 24); use kafka-clients 3.9.1 or later, or run on Java 17 or 21");
        }
    }

    static boolean saslWorks(int java, String version, boolean copes) {
        return java < 24 || copes || !version.matches("[0-3]\\..*");
    }

    private static boolean knows(String className) {
        try {
            Class.forName(className, false, KafkaConsumer.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
