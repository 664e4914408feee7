package io.crosslog.kafka;

import io.crosslog.credentials.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection string of Azure Event Hubs: {@code name=value} parts between semicolons, names in any case, values that hold
 * equal signs themselves (document "Get an Event Hubs connection string" of Azure). It is taken as people paste it, in
 * quotes or with line ends. Problems name the part that is wrong, never its text. Immutable and thread-safe.
 *
 * @param whole the string, which is the password
 * @param host the namespace's host name; empty if it is not there, which is a problem
 * @param policy the name of its shared access policy; empty if it is not there, which is a problem
 * @param hub the event hub it is for ({@code EntityPath}), or null for all of the namespace
 * @param emulator whether it leads to the emulator, which speaks without TLS
 */
record ConnectionString(
        Secret whole, String host, String policy, @Nullable String hub, boolean emulator) {

    private static final String SUBJECT = "connectionString ";

    static ConnectionString read(Secret secret, Problems problems) {
        String text = unquoted(secret.reveal());
        Map<String, String> parts = parts(text, problems);
        String endpoint = parts.get("endpoint");
        boolean token = parts.containsKey("sharedaccesssignature");
        problems.addIf(
                token,
                SUBJECT + "held a shared access signature, but Event Hubs takes none over Kafka: use one with "
                        + "SharedAccessKeyName and SharedAccessKey, or clientCredentials(...)");
        if (!token) {
            required("SharedAccessKeyName", parts, problems);
            required("SharedAccessKey", parts, problems);
        }
        String host = endpoint == null ? "" : host(endpoint, problems);
        problems.addIf(endpoint == null, SUBJECT + "had no Endpoint=sb://<namespace>.servicebus.windows.net/");
        return new ConnectionString(
                Secret.of(text),
                host,
                parts.getOrDefault("sharedaccesskeyname", ""),
                parts.get("entitypath"),
                "true".equalsIgnoreCase(parts.get("usedevelopmentemulator")));
    }

    private static String unquoted(String text) {
        String stripped = text.strip().replaceAll("\\s*[\\r\\n]+\\s*", "");
        boolean quoted = stripped.length() > 1
                && (stripped.startsWith("\"") && stripped.endsWith("\"")
                        || stripped.startsWith("'") && stripped.endsWith("'"));
        return quoted ? stripped.substring(1, stripped.length() - 1).strip() : stripped;
    }

    private static Map<String, String> parts(String text, Problems problems) {
        Map<String, String> parts = new HashMap<>();
        int number = 0;
        for (String part : text.split(";", -1)) {
            number++;
            int equals = part.indexOf('=');
            if (part.isBlank()) {
                continue;
            }
            if (equals <= 0) {
                problems.add(
                        SUBJECT + "had no '=' in part " + number + ", but parts are name=value between semicolons");
                continue;
            }
            String name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            String value = part.substring(equals + 1).strip();
            String before = value.isEmpty() ? null : parts.put(name, value);
            problems.addIf(before != null && !before.equals(value), SUBJECT + "gave part " + number + " a second time");
        }
        return parts;
    }

    private static void required(String name, Map<String, String> parts, Problems problems) {
        problems.addIf(!parts.containsKey(name.toLowerCase(Locale.ROOT)), SUBJECT + "had no " + name);
    }

    private static String host(String endpoint, Problems problems) {
        try {
            URI uri = new URI(endpoint);
            if ("sb".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) {
                return uri.getHost().toLowerCase(Locale.ROOT);
            }
        } catch (URISyntaxException e) {
            // Said below, without its text: it may hold a key that was pasted into the wrong place.
            return notAnEndpoint(problems);
        }
        return notAnEndpoint(problems);
    }

    private static String notAnEndpoint(Problems problems) {
        problems.add(SUBJECT + "had an Endpoint that is not sb://<namespace>.servicebus.windows.net/");
        return "";
    }

    /** Host and hub only. */
    @Override
    public String toString() {
        return "Endpoint=sb://" + host + "/;…";
    }
}
