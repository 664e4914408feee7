package io.crosslog.loopback.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * All that is decided before the broker starts. Immutable.
 *
 * @param directory holds the broker's data, log, stores and settings
 * @param ports where its listeners are
 * @param mechanisms the SASL mechanisms on offer
 * @param properties of the caller, which win over all others
 */
record BrokerPlan(Path directory, ListenerPorts ports, List<String> mechanisms, Map<String, String> properties) {
    private static final String HOST = "127.0.0.1:";

    Path propertiesFile() {
        return directory.resolve("server.properties");
    }

    Path logFile() {
        return directory.resolve("broker.log");
    }

    UserFile users() {
        return new UserFile(directory.resolve("users.properties"));
    }

    void write(TlsStores tls) {
        Properties all = new Properties();
        node(all);
        smallness(all);
        listeners(all);
        security(all, tls);
        all.putAll(properties);
        try (Writer out = Files.newBufferedWriter(propertiesFile())) {
            all.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + propertiesFile(), e);
        }
    }

    private void node(Properties all) {
        all.put("process.roles", "broker,controller");
        all.put("node.id", "1");
        all.put("controller.quorum.voters", "1@" + HOST + ports.controller());
        all.put("controller.listener.names", "CONTROLLER");
        all.put("log.dirs", directory.resolve("data").toString());
        all.put("auto.create.topics.enable", "false");
        all.put("group.initial.rebalance.delay.ms", "0");
        // A CLS log is up to 1 MB; topics that CLS ships to must admit 12 MB.
        all.put("message.max.bytes", Integer.toString(16 << 20));
        all.put("replica.fetch.max.bytes", Integer.toString(16 << 20));
    }

    private static void smallness(Properties all) {
        all.put("num.network.threads", "2");
        all.put("num.io.threads", "2");
        all.put("background.threads", "2");
        all.put("offsets.topic.num.partitions", "1");
        all.put("offsets.topic.replication.factor", "1");
        all.put("transaction.state.log.num.partitions", "1");
        all.put("transaction.state.log.replication.factor", "1");
        all.put("transaction.state.log.min.isr", "1");
        all.put("log.index.size.max.bytes", Integer.toString(1 << 20));
        all.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        // Retention acts within a second, for tests that let records expire.
        all.put("log.retention.check.interval.ms", "500");
        all.put("log.initial.task.delay.ms", "500");
    }

    private void listeners(Properties all) {
        String own = "INTERNAL://" + HOST + ports.internal();
        String open = ports.own().entrySet().stream()
                .map(entry -> entry.getKey() + "://" + HOST + entry.getValue())
                .collect(Collectors.joining(","));
        String advertised = ports.advertised().entrySet().stream()
                .map(entry -> entry.getKey() + "://" + entry.getValue())
                .collect(Collectors.joining(","));
        String protocols = ports.own().keySet().stream()
                .map(listener -> listener + ":" + listener)
                .collect(Collectors.joining(","));
        all.put("listeners", "CONTROLLER://" + HOST + ports.controller() + "," + own + "," + open);
        all.put("advertised.listeners", own + "," + advertised);
        all.put("inter.broker.listener.name", "INTERNAL");
        all.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,INTERNAL:PLAINTEXT," + protocols);
    }

    private void security(Properties all, TlsStores tls) {
        all.put("ssl.keystore.type", "PKCS12");
        all.put("ssl.keystore.location", tls.keyStore().toString());
        all.put("ssl.keystore.password", tls.password());
        all.put("ssl.key.password", tls.password());
        all.put("sasl.enabled.mechanisms", String.join(",", mechanisms));
        for (Listener listener : ports.own().keySet()) {
            if (listener.authenticated()) {
                mechanisms.forEach(mechanism -> sasl(all, listener, mechanism));
            }
        }
        // Everybody may do everything until a test denies something; who is not asked for a name always may.
        all.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        all.put("allow.everyone.if.no.acl.found", "true");
        all.put("super.users", "User:ANONYMOUS");
    }

    private void sasl(Properties all, Listener listener, String mechanism) {
        String prefix = "listener.name." + (listener + "." + mechanism).toLowerCase(Locale.ROOT) + ".sasl.";
        String entry =
                switch (mechanism) {
                    case "PLAIN" ->
                        Jaas.entry(
                                "plain.PlainLoginModule",
                                UserFileCallbackHandler.FILE_OPTION,
                                users().path().toString());
                    case "OAUTHBEARER" ->
                        Jaas.entry("oauthbearer.OAuthBearerLoginModule", "unsecuredLoginStringClaim_sub", "broker");
                    default -> Jaas.entry("scram.ScramLoginModule");
                };
        all.put(prefix + "jaas.config", entry);
        if (mechanism.equals("PLAIN")) {
            all.put(prefix + "server.callback.handler.class", UserFileCallbackHandler.class.getName());
        }
    }
}
