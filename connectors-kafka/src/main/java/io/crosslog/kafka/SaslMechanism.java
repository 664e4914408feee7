package io.crosslog.kafka;

/** How a source proves to a broker who it is. */
public enum SaslMechanism {
    /** User name and password, in clear within the connection: {@code PLAIN}. */
    PLAIN("PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule"),

    /** User name and a proof of the password: {@code SCRAM-SHA-256}. */
    SCRAM_SHA_256("SCRAM-SHA-256", "org.apache.kafka.common.security.scram.ScramLoginModule"),

    /** User name and a proof of the password: {@code SCRAM-SHA-512}. */
    SCRAM_SHA_512("SCRAM-SHA-512", "org.apache.kafka.common.security.scram.ScramLoginModule"),

    /** A token that a token endpoint gives for a client id and secret: {@code OAUTHBEARER}. */
    OAUTHBEARER("OAUTHBEARER", "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule");

    private final String protocolName;
    private final String loginModule;

    SaslMechanism(String protocolName, String loginModule) {
        this.protocolName = protocolName;
        this.loginModule = loginModule;
    }

    /** Its name in the protocol. */
    String protocolName() {
        return protocolName;
    }

    /** The class of the Kafka client that logs in with it. */
    String loginModule() {
        return loginModule;
    }
}
