package io.crosslog.loopback.kafka;

/** The ways into a loopback broker, named as in Kafka's {@code security.protocol}. */
public enum Listener {
    /** No encryption, no authentication: everybody is {@code User:ANONYMOUS} and may do everything. */
    PLAINTEXT,
    /** No encryption, SASL. What CLS offers. */
    SASL_PLAINTEXT,
    /** TLS and SASL. What Event Hubs offers. */
    SASL_SSL,
    /** TLS without client certificates: everybody is {@code User:ANONYMOUS}. */
    SSL;

    boolean encrypted() {
        return this == SASL_SSL || this == SSL;
    }

    boolean authenticated() {
        return this == SASL_PLAINTEXT || this == SASL_SSL;
    }
}
