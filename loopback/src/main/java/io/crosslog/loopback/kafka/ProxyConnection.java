package io.crosslog.loopback.kafka;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;

/** One client's connection through a {@link LoopbackProxy}: a thread each way. */
final class ProxyConnection {
    /** A first "size" above this is not Kafka's framing but TLS, say. */
    private static final int LARGEST_REQUEST = 128 << 20;

    private static final int API_AND_VERSION_BYTES = 4;
    private static final int LONGEST_HEADER = 12;
    private static final int CHUNK_BYTES = 64 << 10;

    private final Socket client;
    private final Socket server;
    private final ProxyFaults faults;
    private final Set<ProxyConnection> open;
    private final Thread requests;
    private final Thread responses;

    private final AtomicInteger running = new AtomicInteger(2);

    private volatile boolean closed;
    private volatile boolean swallowed;

    /** Whether requests come in Kafka's framing, as far as is known: no answer comes before the first. */
    private volatile boolean framed;

    private final Map<Integer, Asked> asked = new ConcurrentHashMap<>();

    private ProxyConnection(Socket client, Socket server, ProxyFaults faults, Set<ProxyConnection> open) {
        this.client = client;
        this.server = server;
        this.faults = faults;
        this.open = open;
        this.requests = thread("requests", this::forwardRequests);
        this.responses = thread("responses", this::forwardResponses);
    }

    static void open(Socket client, int target, ProxyFaults faults, Set<ProxyConnection> open) throws IOException {
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
            client.setSoLinger(true, 0);
            client.close();
            throw e;
        }
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        ProxyConnection connection = new ProxyConnection(client, server, faults, open);
        open.add(connection);
        connection.requests.start();
        connection.responses.start();
    }

    private Thread thread(String what, Forwarding forwarding) {
        Thread thread = new Thread(() -> run(forwarding), "loopback-proxy-" + client.getLocalPort() + "-" + what);
        thread.setDaemon(true);
        return thread;
    }

    private void run(Forwarding forwarding) {
        try {
            forwarding.run();
            close();
        } catch (IOException e) {
            // One side has broken off; so the other learns it too.
            reset();
        } catch (InterruptedException e) {
            reset();
            Thread.currentThread().interrupt();
        } finally {
            if (running.decrementAndGet() == 0) {
                open.remove(this);
            }
        }
    }

    private void forwardRequests() throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        OutputStream out = server.getOutputStream();
        byte[] chunk = new byte[CHUNK_BYTES];
        while (true) {
            int size;
            try {
                size = in.readInt();
            } catch (EOFException end) {
                return;
            }
            if (size < API_AND_VERSION_BYTES || size > LARGEST_REQUEST) {
                framed = false;
                forward(ByteBuffer.allocate(Integer.BYTES).putInt(size).array(), Integer.BYTES, out);
                forwardUnframed(in, out, chunk);
                return;
            }
            short api = in.readShort();
            short version = in.readShort();
            if (!admit(api, version)) {
                reset();
                return;
            }
            framed = true;
            ByteBuffer header = ByteBuffer.allocate(LONGEST_HEADER)
                    .putInt(size)
                    .putShort(api)
                    .putShort(version);
            int left = size - API_AND_VERSION_BYTES;
            if (left >= Integer.BYTES) {
                int correlation = in.readInt();
                asked.put(correlation, new Asked(api, version));
                header.putInt(correlation);
                left -= Integer.BYTES;
            }
            forward(header.array(), header.position(), out);
            while (left > 0) {
                int read = in.read(chunk, 0, Math.min(left, chunk.length));
                if (read < 0) {
                    return;
                }
                forward(chunk, read, out);
                left -= read;
            }
        }
    }

    private boolean admit(int api, int version) throws IOException, InterruptedException {
        ProxyFaults.Fault fault = faults.awaitFlow(() -> closed);
        if (fault.resets(api, version)) {
            return false;
        }
        if (fault.delays(api)) {
            faults.awaitDelay(fault, () -> closed);
        }
        return true;
    }

    private void forwardUnframed(InputStream in, OutputStream out, byte[] chunk)
            throws IOException, InterruptedException {
        int read = in.read(chunk);
        while (read >= 0) {
            ProxyFaults.Fault fault = faults.awaitFlow(() -> closed);
            if (fault.delays(ProxyFaults.ANY_API)) {
                faults.awaitDelay(fault, () -> closed);
            }
            forward(chunk, read, out);
            read = in.read(chunk);
        }
    }

    private void forwardResponses() throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(server.getInputStream());
        CountedResponses out = new CountedResponses(client.getOutputStream());
        byte[] chunk = new byte[CHUNK_BYTES];
        byte[] prefix = new byte[Integer.BYTES];
        int first = in.read();
        while (first >= 0) {
            prefix[0] = (byte) first;
            in.readFully(prefix, 1, prefix.length - 1);
            int size = ByteBuffer.wrap(prefix).getInt();
            if (!framed || size < Integer.BYTES || size > LARGEST_REQUEST) {
                out.write(prefix, prefix.length);
                for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                    out.write(chunk, read);
                }
                return;
            }
            forwardResponse(in, size, out, chunk);
            first = in.read();
        }
    }

    private void forwardResponse(DataInputStream in, int size, CountedResponses out, byte[] chunk)
            throws IOException, InterruptedException {
        int correlation = in.readInt();
        Asked request = asked.remove(correlation);
        ProxyFaults.Fault fault = faults.current();
        Duration emptied = fault.emptied();
        TopicPartition orphan = fault.orphan();
        if (request != null && request.api == LoopbackProxy.FETCH && emptied != null) {
            answer(EmptyFetch.of(readWhole(in, correlation, size), request.version, emptied), out);
            return;
        }
        if (request != null && request.api == LoopbackProxy.METADATA && orphan != null) {
            answer(Orphan.of(readWhole(in, correlation, size), request.version, orphan), out);
            return;
        }
        out.write(
                ByteBuffer.allocate(LONGEST_HEADER)
                        .putInt(size)
                        .putInt(correlation)
                        .array(),
                2 * Integer.BYTES);
        int left = size - Integer.BYTES;
        while (left > 0) {
            int read = in.read(chunk, 0, Math.min(left, chunk.length));
            if (read < 0) {
                throw new EOFException("The server ended within a response");
            }
            out.write(chunk, read);
            left -= read;
        }
    }

    private static byte[] readWhole(DataInputStream in, int correlation, int size) throws IOException {
        byte[] response = new byte[size];
        ByteBuffer.wrap(response).putInt(correlation);
        in.readFully(response, Integer.BYTES, size - Integer.BYTES);
        return response;
    }

    private static void answer(byte[] response, CountedResponses out) throws IOException, InterruptedException {
        out.write(ByteBuffer.allocate(Integer.BYTES).putInt(response.length).array(), Integer.BYTES);
        out.write(response, response.length);
    }

    /** The way back, which may be cut after a number of bytes. */
    private final class CountedResponses {
        private final OutputStream out;
        private long carried;

        CountedResponses(OutputStream out) {
            this.out = out;
        }

        void write(byte[] bytes, int count) throws IOException, InterruptedException {
            long cutAfter = faults.current().cutAfter();
            int length = (int) Math.max(0, Math.min(count, cutAfter - carried));
            forward(bytes, length, out);
            carried += length;
            if (carried >= cutAfter) {
                throw new IOException("Cut after " + carried + " bytes, as ordered");
            }
        }
    }

    /** What a client asked for, by which its answer is read. */
    private record Asked(int api, short version) {}

    private void forward(byte[] bytes, int length, OutputStream out) throws IOException, InterruptedException {
        ProxyFaults.Fault fault = faults.awaitFlow(() -> closed);
        if (fault.mode() == ProxyFaults.Mode.BLACK_HOLE) {
            swallowed = true;
        } else if (swallowed) {
            throw new IOException("Bytes of this connection are missing");
        } else {
            out.write(bytes, 0, length);
        }
    }

    /** Ends the connection with a reset towards the client, so that it learns of it at once. Idempotent. */
    void reset() {
        if (!closed) {
            try {
                client.setSoLinger(true, 0);
            } catch (IOException e) {
                // Closed between the two lines: nothing is left to reset.
                closed = true;
            }
        }
        close();
    }

    private void close() {
        closed = true;
        faults.wake();
        closeQuietly(client);
        closeQuietly(server);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is as closed as it can be.
        }
    }

    /** Waits until both threads have ended, after {@link #reset()}. */
    void join() {
        try {
            requests.join();
            responses.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Forwarding {
        void run() throws IOException, InterruptedException;
    }
}
