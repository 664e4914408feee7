package io.crosslog.loopback.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Stands between Kafka clients and a broker on 127.0.0.1 and misbehaves on command. It forwards faithfully until told
 * otherwise; each fault replaces the one before, and {@link #restore()} ends it. Kafka's requests are told apart by their
 * headers, so faults may aim at one kind of request; in TLS they cannot be, and such faults never strike there.
 *
 * <p>A broker tells its clients where to come. For all of them to come through the proxy it must name the proxy's port:
 * {@link LoopbackKafka.Builder#proxied} sees to it.
 *
 * <p>Safe for concurrent calls.
 */
public final class LoopbackProxy implements AutoCloseable {
    /** The number of the Fetch request in Kafka's protocol. */
    public static final int FETCH = 1;

    /** The number of the ListOffsets request in Kafka's protocol. */
    public static final int LIST_OFFSETS = 2;

    /** The number of the Metadata request in Kafka's protocol. */
    public static final int METADATA = 3;

    /** The number of the OffsetCommit request in Kafka's protocol. */
    public static final int OFFSET_COMMIT = 8;

    /** The number of the ApiVersions request in Kafka's protocol. */
    public static final int API_VERSIONS = 18;

    private final int port;
    private final int target;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
    private final ProxyFaults faults = new ProxyFaults();

    private @Nullable ServerSocket server;
    private @Nullable Thread acceptor;

    private LoopbackProxy(int port, int target) {
        this.port = port;
        this.target = target;
    }

    /** A proxy on a free port of 127.0.0.1 in front of the given one, where nothing need listen yet. */
    public static LoopbackProxy to(int targetPort) {
        LoopbackProxy proxy = new LoopbackProxy(FreePorts.find(1)[0], targetPort);
        proxy.listen();
        return proxy;
    }

    /** The port on which it listens. */
    public int port() {
        return port;
    }

    /** {@code 127.0.0.1:<port>}, for {@code bootstrap.servers}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** How many connections it has accepted since it was made. */
    public int accepted() {
        return accepted.get();
    }

    /** How many connections are open now. */
    public int connections() {
        return connections.size();
    }

    /** As if the server were down: resets all connections and refuses new ones. */
    public void refuse() {
        stopListening();
        faults.set(ProxyFaults.NONE);
        cut();
    }

    /** Leaves connections open and accepts new ones, but forwards nothing either way; what comes meanwhile is kept. */
    public void stall() {
        inject(ProxyFaults.NONE.withMode(ProxyFaults.Mode.STALL));
    }

    /** Accepts connections and takes all that clients send, but passes nothing on and never answers. */
    public void blackHole() {
        inject(ProxyFaults.NONE.withMode(ProxyFaults.Mode.BLACK_HOLE));
    }

    /** Holds back each request by this time before it is passed on. */
    public void delay(Duration each) {
        inject(ProxyFaults.NONE.withDelay(ProxyFaults.ANY_API, each));
    }

    /**
     * Holds back each request of one kind by this time before it is passed on, and with it what the client sends after it
     * on the same connection.
     *
     * @param api its number in Kafka's protocol, such as {@link #FETCH}
     */
    public void delay(int api, Duration each) {
        inject(ProxyFaults.NONE.withDelay(api, each));
    }

    /**
     * Takes the records out of all answers to fetches, without an error, and lets the answers say for how long the client is
     * throttled, as Event Hubs does when a delay would be longer than the client waits. Does not reach clients in TLS.
     *
     * @param throttling what the answers say; zero for nothing
     */
    public void emptyFetches(Duration throttling) {
        inject(ProxyFaults.NONE.withEmptied(throttling));
    }

    /**
     * Does both: holds each fetch back by this time, and then answers it without records.
     *
     * @param each how long
     */
    public void throttleFetches(Duration each) {
        inject(ProxyFaults.NONE.withDelay(FETCH, each).withEmptied(each));
    }

    /**
     * Lets all answers to Metadata say that a partition has no leader, as a cluster does whose brokers that keep it are down.
     * Clients that know its leader already go on reading it. Does not reach clients in TLS.
     */
    public void orphan(String topic, int partition) {
        inject(ProxyFaults.NONE.withOrphan(new TopicPartition(topic, partition)));
    }

    /** Resets the connection, unanswered, when a client sends this request in this or a higher version. */
    public void resetOn(int api, int fromVersion) {
        inject(ProxyFaults.NONE.withReset(api, fromVersion));
    }

    /** Resets the connection when a client opens with ApiVersions v4 or higher, as some gateways do. */
    public void resetOnApiVersions4() {
        resetOn(API_VERSIONS, 4);
    }

    /** Resets every connection once it has carried this many bytes from the server, often within a response. */
    public void cutAfter(long responseBytes) {
        inject(ProxyFaults.NONE.withCutAfter(responseBytes));
    }

    /** Resets all connections now; new ones are served as before. */
    public void cut() {
        connections.forEach(ProxyConnection::reset);
    }

    /** Forwards faithfully again; connections out of which a {@link #blackHole} swallowed bytes are reset. */
    public void restore() {
        inject(ProxyFaults.NONE);
    }

    /** Ends the proxy and resets its connections. Idempotent. */
    @Override
    public void close() {
        stopListening();
        cut();
        connections.forEach(ProxyConnection::join);
    }

    private void inject(ProxyFaults.Fault fault) {
        faults.set(fault);
        listen();
    }

    private synchronized void listen() {
        if (server != null) {
            return;
        }
        try {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            server = opened;
            acceptor = new Thread(() -> accept(opened), "loopback-proxy-" + port);
            acceptor.setDaemon(true);
            acceptor.start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on 127.0.0.1:" + port, e);
        }
    }

    private synchronized void stopListening() {
        ServerSocket open = server;
        Thread accepting = acceptor;
        if (open == null || accepting == null) {
            return;
        }
        server = null;
        acceptor = null;
        try {
            open.close();
            accepting.join();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot stop listening on 127.0.0.1:" + port, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(ServerSocket open) {
        while (!open.isClosed()) {
            try {
                Socket client = open.accept();
                accepted.incrementAndGet();
                ProxyConnection.open(client, target, faults, connections);
            } catch (IOException e) {
                // The listening socket was closed, which ends the loop, or the client or the server is gone already.
            }
        }
    }
}
