package io.crosslog.loopback.kafka;

/** Kafka's one-line JAAS entries. */
final class Jaas {
    private static final String MODULES = "org.apache.kafka.common.security.";

    private Jaas() {}

    static String plainClient(String user, String password) {
        return entry("plain.PlainLoginModule", "username", user, "password", password);
    }

    /** An entry for the module with these options, as names and values in turn. */
    static String entry(String module, String... options) {
        StringBuilder entry = new StringBuilder(MODULES).append(module).append(" required");
        for (int i = 0; i < options.length; i += 2) {
            entry.append(' ')
                    .append(options[i])
                    .append("=\"")
                    .append(quote(options[i + 1]))
                    .append('"');
        }
        return entry.append(';').toString();
    }

    private static String quote(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
