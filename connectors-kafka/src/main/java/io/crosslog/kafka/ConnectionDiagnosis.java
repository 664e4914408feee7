package io.crosslog.kafka;

import io.crosslog.kafka.PortProbe.Answer;
import io.crosslog.spi.BlockedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the likely reason why no connection works, by asking the first bootstrap server's port what it speaks and the
 * client how far it got. Takes at most a few seconds. Immutable and thread-safe.
 */
final class ConnectionDiagnosis {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionDiagnosis.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final KafkaSettings settings;

    ConnectionDiagnosis(KafkaSettings settings) {
        this.settings = settings;
    }

    BlockedException explain(Consumer<?, ?> consumer) {
        double authenticated = ClientMetric.of(consumer, "successful-authentication-total");
        return explain(authenticated > 0);
    }

    /**
     * Refuses to let the client near a port that does not speak its language: it would take the first four bytes of whatever
     * comes for a length, and allocate as much (up to 2 GiB), again and again.
     *
     * @throws BlockedException if the first server that answers speaks something else
     */
    void refuseStrangers() throws BlockedException {
        for (String server : settings.bootstrapServers()) {
            try {
                PortProbe probe = probe(server);
                Answer answer = probe.ask(settings.tls(), 0);
                if (answer == Answer.KAFKA) {
                    return;
                }
                if (answer == Answer.SOMETHING_ELSE || answer == Answer.CLOSED && isKafka(probe, !settings.tls())) {
                    Finding finding = withoutKafka(answer, probe, server);
                    throw new BlockedException(finding.reason, finding.advice, null);
                }
            } catch (BlockedException e) {
                throw e;
            } catch (IOException e) {
                LOG.debug("{} cannot be asked what it speaks", server, e);
            }
        }
    }

    /**
     * What to tell.
     *
     * @param authenticated whether the client got through a login, or a TLS handshake where there is none, at least once
     */
    BlockedException explain(boolean authenticated) {
        Finding finding = look(settings.bootstrapServers().get(0), authenticated);
        return new BlockedException(
                "no working connection to " + settings.where() + " for "
                        + settings.connectionDeadline().toSeconds() + " s: " + finding.reason,
                finding.advice,
                null);
    }

    private static String host(String server) {
        return server.substring(0, server.lastIndexOf(':')).replaceAll("[\\[\\]]", "");
    }

    private PortProbe probe(String server) throws UnknownHostException {
        int port = Integer.parseInt(server.substring(server.lastIndexOf(':') + 1));
        Duration deadline = settings.connectionDeadline();
        int patience = (int) (deadline.compareTo(PATIENCE) < 0 ? deadline : PATIENCE).toMillis();
        return new PortProbe(new InetSocketAddress(InetAddress.getByName(host(server)), port), Math.max(1, patience));
    }

    private static boolean isKafka(PortProbe probe, boolean tls) throws IOException {
        return probe.ask(tls, 0) == Answer.KAFKA;
    }

    private Finding look(String server, boolean authenticated) {
        try {
            PortProbe probe = probe(server);
            Answer answer = probe.ask(settings.tls(), 0);
            return answer == Answer.KAFKA
                    ? beyondTheFirstAnswer(probe, server, authenticated)
                    : withoutKafka(answer, probe, server);
        } catch (UnknownHostException e) {
            return new Finding(
                    "no address is known for the host '" + host(server) + "' (DNS)",
                    "check the name, and whether this machine's DNS knows it: private names resolve only inside the "
                            + "cloud's own network");
        } catch (ConnectException e) {
            return new Finding(
                    server + " refuses connections (" + e.getMessage() + ")",
                    "check the port, and that the broker is up");
        } catch (SocketTimeoutException e) {
            return new Finding(
                    server + " does not answer at all",
                    "check firewalls, security groups and routes between here and there, and whether it is an address of "
                            + "a private network");
        } catch (IOException e) {
            return new Finding(
                    server + " cannot be reached (" + e.getMessage() + ")", "check the network between here and there");
        }
    }

    private Finding withoutKafka(Answer answer, PortProbe probe, String server) throws IOException {
        if (isKafka(probe, !settings.tls())) {
            return settings.tls()
                    ? new Finding(
                            server + " speaks plain text, but the source is set to TLS",
                            "use the port for TLS, or leave out tls()")
                    : new Finding(
                            server + " speaks TLS, but the source is set to plain text",
                            "add tls(), or use the port for plain text");
        }
        return switch (answer) {
            case SILENCE ->
                new Finding(
                        server + " accepts connections but does not answer",
                        "check that it is a Kafka port, and what stands in between: a proxy or load balancer, or a broker "
                                + "that hangs");
            case SOMETHING_ELSE ->
                new Finding(
                        server + " answers, but not as Kafka does", "check the port: it belongs to another service");
            default ->
                new Finding(
                        server + " closes the connection at Kafka's first request",
                        "check the port and what stands in between: a proxy or load balancer whose target is down");
        };
    }

    private Finding beyondTheFirstAnswer(PortProbe probe, String server, boolean authenticated) throws IOException {
        if (ClientVersion.sendsApiVersions4() && probe.ask(settings.tls(), 4) != Answer.KAFKA) {
            return new Finding(
                    server + " resets the connection at ApiVersions version 4, with which kafka-clients "
                            + ClientVersion.number() + " opens",
                    "put kafka-clients 3.8.1 on the class path, the last that asks in version 3"
                            + (settings.sasl()
                                    ? " (on Java 23 or earlier: it cannot authenticate on later ones)"
                                    : ""));
        }
        if (settings.sasl() && !authenticated) {
            return new Finding(
                    server + " speaks Kafka, but ends the connection during authentication without saying why",
                    "brokers before 1.0 and some gateways answer wrong credentials so: "
                            + settings.advice().credentials());
        }
        return new Finding(
                server + " speaks Kafka, but no group could be joined there",
                "check that the addresses which the brokers name themselves (advertised listeners) can be reached from "
                        + "here, and that the cluster has a coordinator for the group '" + settings.group() + "'");
    }

    private record Finding(String reason, String advice) {}
}
