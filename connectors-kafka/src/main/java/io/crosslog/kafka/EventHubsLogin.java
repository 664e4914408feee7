package io.crosslog.kafka;

import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.credentials.Secret;
import io.crosslog.spi.BlockedException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where an event hub is and who reads it, in whichever way it was said. Confined to one thread. */
final class EventHubsLogin {

    /** This very text, not what somebody's name is. */
    private static final String USER = "$ConnectionString";

    private static final String PUBLIC_CLOUD = ".servicebus.windows.net";
    private static final int PORT = 9093;
    private static final int EMULATOR_PORT = 9092;

    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");

    /** Azure's clouds, by the end of a namespace's host name. */
    private static final Map<String, String> AUTHORITIES = Map.of(
            PUBLIC_CLOUD,
            "https://login.microsoftonline.com",
            ".servicebus.usgovcloudapi.net",
            "https://login.microsoftonline.us",
            ".servicebus.chinacloudapi.cn",
            "https://login.chinacloudapi.cn");

    @Nullable Secret connectionString;

    @Nullable String namespace;

    @Nullable CredentialsProvider policy;

    @Nullable String tenant;

    @Nullable CredentialsProvider application;

    @Nullable URI authority;

    void apply(SettingsDraft draft, Problems problems) {
        long ways = List.of(connectionString != null, policy != null, application != null).stream()
                .filter(given -> given)
                .count();
        problems.addIf(
                ways != 1,
                (ways == 0 ? "none" : "several") + " of connectionString(...), sharedAccessKey(...) and "
                        + "clientCredentials(...) were set but exactly one must be");
        problems.addIf(
                authority != null && application == null,
                "authority was set but is used by clientCredentials(...) only");
        ConnectionString read = connectionString == null ? null : ConnectionString.read(connectionString, problems);
        String host = read == null ? host(problems) : fromString(read, draft, problems);
        boolean emulator = read != null && read.emulator();
        draft.tls = draft.tls || !emulator;
        draft.presetAttributes.put("azure.namespace", host);
        if (draft.bootstrapServers.isEmpty()) {
            draft.bootstrapServers =
                    List.of((host.isEmpty() ? "namespace" : host) + ":" + (emulator ? EMULATOR_PORT : PORT));
        }
        if (read != null) {
            plain(draft, () -> Credentials.of(USER, read.whole().reveal()));
            draft.advice = EventHubsAdvice.forKey(host, "the policy '" + read.policy() + "'", read.hub());
        } else if (policy != null) {
            CredentialsProvider provider = policy;
            plain(draft, () -> withKey(host, CredentialsProvider.ask(provider)));
            draft.advice = EventHubsAdvice.forKey(host, "the shared access policy", null);
        } else if (application != null) {
            oauth(draft, host, application, problems);
            draft.advice = EventHubsAdvice.forApplication(host);
        }
    }

    private static void plain(SettingsDraft draft, CredentialsProvider provider) {
        draft.mechanism = SaslMechanism.PLAIN;
        draft.credentials = provider;
    }

    private String fromString(ConnectionString read, SettingsDraft draft, Problems problems) {
        problems.addIf(
                namespace != null && !read.host().isEmpty() && !read.host().equals(hostOf(namespace)),
                "namespace was " + shown(namespace) + " but the connection string is of " + read.host());
        String hub = read.hub();
        if (hub != null && draft.topics.isEmpty()) {
            draft.topics = List.of(hub);
        }
        problems.addIf(
                hub != null && !draft.topics.equals(List.of(hub)),
                "hubs were " + draft.topics + " but the connection string is of one hub only (EntityPath=" + hub
                        + "): leave hubs out, or take a connection string of the namespace");
        return read.host();
    }

    private String host(Problems problems) {
        if (connectionString != null) {
            return "";
        }
        String given = problems.required("namespace", namespace).strip();
        if (given.isEmpty()) {
            return "";
        }
        problems.addIf(
                !NAMESPACE.matcher(given).matches() && !HOST.matcher(given).matches(),
                "namespace was " + shown(given) + " but must be a name such as soc-logs or a host name such as soc-logs"
                        + PUBLIC_CLOUD + ", without scheme and port");
        return hostOf(given);
    }

    /** In quotes, unless it is something else that was pasted into the wrong place. */
    private static String shown(@Nullable String value) {
        return value == null || value.indexOf('=') >= 0 || value.indexOf(';') >= 0
                ? "a text with '=' or ';'"
                : "'" + value + "'";
    }

    private static String hostOf(String namespace) {
        String name = namespace.strip().toLowerCase(Locale.ROOT);
        return name.indexOf('.') < 0 ? name + PUBLIC_CLOUD : name;
    }

    private void oauth(SettingsDraft draft, String host, CredentialsProvider provider, Problems problems) {
        String directory = problems.required("tenant", tenant).strip();
        problems.addIf(
                !directory.isEmpty()
                        && !HOST.matcher(directory).matches()
                        && !NAMESPACE.matcher(directory).matches(),
                "tenant was " + shown(directory) + " but must be the directory's id or a domain of it");
        String base = authority != null
                ? authority.toString().replaceAll("/+$", "")
                : AUTHORITIES.entrySet().stream()
                        .filter(cloud -> host.endsWith(cloud.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("");
        problems.addIf(
                base.isEmpty() && !host.isEmpty(),
                "authority was not set, but of the cloud that " + host + " is in it is not known");
        draft.mechanism = SaslMechanism.OAUTHBEARER;
        draft.credentials = provider;
        draft.tokenScope = "https://" + host + "/.default";
        draft.trustForTokens = draft.trustStore != null || draft.trustedCertificates != null;
        if (!base.isEmpty() && !directory.isEmpty()) {
            draft.tokenEndpoint = URI.create(base + "/" + directory.replace(" ", "") + "/oauth2/v2.0/token");
        }
    }

    private static Credentials withKey(String host, Credentials policy) throws BlockedException {
        String name = policy.id();
        String key = policy.secret().reveal();
        if ((name + key).indexOf(';') >= 0 || key.contains("SharedAccessKey=")) {
            throw new BlockedException(
                    "the name or key of the shared access policy holds a semicolon, or is a whole connection string",
                    "give the policy's name as id and its key alone as secret, or use connectionString(...)",
                    null);
        }
        return Credentials.of(
                USER, "Endpoint=sb://" + host + "/;SharedAccessKeyName=" + name + ";SharedAccessKey=" + key);
    }
}
