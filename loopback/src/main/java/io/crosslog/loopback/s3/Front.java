package io.crosslog.loopback.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port that clients see, one thread for each connection. May stop listening and start again on the same port. Safe for
 * concurrent calls.
 */
final class Front implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Front.class);
    private static final int CLOSE_SECONDS = 10;

    private final Handling handling;
    private final ExecutorService threads;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final InetSocketAddress address;
    private @Nullable ServerSocket listening;

    Front(int wantedPort, Handling handling) throws IOException {
        this.handling = handling;
        ServerSocket socket = bind(wantedPort);
        this.address = new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        AtomicInteger count = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "loopback-s3-" + address.getPort() + "-" + count.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
        this.listening = socket;
        threads.execute(() -> accept(socket));
    }

    InetSocketAddress address() {
        return address;
    }

    /** Closes the port and all connections; clients are refused from now on. */
    synchronized void stopListening() throws IOException {
        ServerSocket now = listening;
        if (now != null) {
            now.close();
            listening = null;
        }
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** Opens the same port again. Without effect while it is open. */
    synchronized void startListening() throws IOException {
        if (listening == null) {
            ServerSocket socket = bind(address.getPort());
            listening = socket;
            threads.execute(() -> accept(socket));
        }
    }

    @Override
    public void close() throws IOException {
        stopListening();
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("Connections of port " + address.getPort() + " still run " + CLOSE_SECONDS
                        + " s after the close");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while the connections of port " + address.getPort() + " end");
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 256);
        return socket;
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
                    throw new UncheckedIOException("Port " + address.getPort() + " can no longer be accepted on", e);
                }
            }
        }
    }

    private void run(Socket socket) {
        try (ClientConnection connection = new ClientConnection(socket, handling)) {
            connection.serve();
        } catch (IOException e) {
            // Clients hang up as they please, and faults make them; the requests tell what became of each.
            LOG.debug("Connection from {} ended: {}", socket.getRemoteSocketAddress(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            forget(socket);
        }
    }

    private void forget(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Cannot close {}: {}", socket, e.toString());
        }
    }
}
