package io.crosslog.loopback.sls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on 127.0.0.1, one thread for each connection. May stop listening and start again on the same port. Safe for
 * concurrent calls.
 */
final class Connections implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final int CLOSE_SECONDS = 10;

    private final Dispatcher dispatcher;
    private final @Nullable SSLContext tls;
    private final ExecutorService threads;
    private final Set<Thread> started = ConcurrentHashMap.newKeySet();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final InetSocketAddress address;
    private @Nullable Listening listening;
    private boolean closed;

    Connections(int wantedPort, Dispatcher dispatcher, @Nullable SSLContext tls) throws IOException {
        this.dispatcher = dispatcher;
        this.tls = tls;
        ServerSocket socket = bind(wantedPort);
        this.address = new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        int port = address.getPort();
        AtomicInteger count = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "loopback-sls-" + port + "-" + count.getAndIncrement());
            thread.setDaemon(true);
            started.removeIf(old -> old.getState() == Thread.State.TERMINATED);
            started.add(thread);
            return thread;
        });
        this.listening = listen(socket);
    }

    InetSocketAddress address() {
        return address;
    }

    int port() {
        return address.getPort();
    }

    /** Closes the port and all connections; clients are refused from now on. */
    synchronized void stopListening() throws IOException {
        Listening now = listening;
        if (now != null) {
            now.socket.close();
            awaitEnd(now);
            listening = null;
        }
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** Opens the same port again. Without effect while it is open. */
    synchronized void startListening() throws IOException {
        if (closed) {
            throw new IllegalStateException("This endpoint is closed; start a new one");
        }
        if (listening == null) {
            listening = listen(bind(port()));
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            stopListening();
        }
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("Connections of port " + port() + " still run " + CLOSE_SECONDS
                        + " s after the close; is a consumer of accepted logs blocked?");
            }
            // The pool is terminated a moment before the last of its threads is.
            for (Thread thread : started) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while the connections of port " + port() + " end");
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 256);
        return socket;
    }

    private Listening listen(ServerSocket socket) {
        Listening begun = new Listening(socket, new CountDownLatch(1));
        threads.execute(() -> {
            try {
                accept(socket);
            } finally {
                begun.ended.countDown();
            }
        });
        return begun;
    }

    /** The system completes handshakes on a closed port for as long as a thread is still inside accept. */
    private void awaitEnd(Listening closed) throws IOException {
        try {
            if (!closed.ended.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("Port " + port() + " still accepts " + CLOSE_SECONDS + " s after its close");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while port " + port() + " closes");
        }
    }

    private void accept(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                // Listening may have stopped between the two lines above.
                if (server.isClosed()) {
                    forget(socket);
                } else {
                    threads.execute(() -> run(socket));
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException("Port " + port() + " can no longer accept connections", e);
                }
            }
        }
    }

    private void run(Socket socket) {
        try {
            Wire wire = new Wire(socket);
            do {
                wire.startTlsIfSpoken(tls);
            } while (serveNext(wire));
            wire.close();
        } catch (IOException e) {
            // Clients hang up as they please, and faults make them; the requests tell what became of each.
            LOG.debug("Connection from {} ended: {}", socket.getRemoteSocketAddress(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error(
                    "A request ended the loopback endpoint's connection; the fault is in the endpoint or its consumer",
                    e);
        } finally {
            forget(socket);
        }
    }

    private boolean serveNext(Wire wire) throws IOException, InterruptedException {
        HttpHead head = wire.readHead();
        if (head == null) {
            return false;
        }
        if (head.method().equals("CONNECT")) {
            wire.acceptTunnel();
            return true;
        }
        return dispatcher.serve(head, wire);
    }

    private void forget(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Cannot close {}: {}", socket, e.toString());
        }
    }

    /** An open port and the end of the thread that accepts its connections. */
    private record Listening(ServerSocket socket, CountDownLatch ended) {}
}
