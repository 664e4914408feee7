package io.crosslog.loopback.s3;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The connection of one client's connection to s3proxy, made when it is first needed. Confined to one thread. */
final class Upstream implements AutoCloseable {
    /** s3proxy closes what is idle for 30 s. */
    private static final long TRUSTED_IDLE_NANOS = 10_000_000_000L;

    private final int port;
    private @Nullable Link link;

    Upstream(int port) {
        this.port = port;
    }

    /** Sends a request with its body and returns the head of the answer. */
    MessageHead send(MessageHead head, InputStream body) throws IOException {
        refresh();
        Link to = link();
        head.writeTo(to.out);
        long left = Math.max(0, head.contentLength());
        byte[] buffer = new byte[(int) Math.min(left, 64 << 10)];
        while (left > 0) {
            int n = body.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (n < 0) {
                throw new EOFException("Connection closed within the body");
            }
            to.out.write(buffer, 0, n);
            left -= n;
        }
        to.out.flush();
        MessageHead answer = MessageHead.read(to.in);
        while (answer != null && answer.status() < 200) {
            answer = MessageHead.read(to.in);
        }
        if (answer == null) {
            throw new EOFException("The server behind the front closed its connection");
        }
        to.used = System.nanoTime();
        String connection = answer.header("Connection");
        if (connection != null && connection.equalsIgnoreCase("close")) {
            to.last = true;
        }
        return answer;
    }

    int read(byte[] buffer, int most) throws IOException {
        return link().in.read(buffer, 0, most);
    }

    /** Copies a body that comes in chunks, with their frames. */
    void copyChunks(OutputStream target) throws IOException {
        InputStream in = link().in;
        while (true) {
            String size = line(in);
            target.write((size + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            int semicolon = size.indexOf(';');
            long length = Long.parseLong((semicolon < 0 ? size : size.substring(0, semicolon)).strip(), 16);
            if (length == 0) {
                break;
            }
            byte[] chunk = in.readNBytes(Math.toIntExact(length + 2));
            target.write(chunk);
        }
        String trailer;
        do {
            trailer = line(in);
            target.write((trailer + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        } while (!trailer.isEmpty());
    }

    @Override
    public void close() throws IOException {
        if (link != null) {
            link.socket.close();
            link = null;
        }
    }

    private static String line(InputStream in) throws IOException {
        String line = MessageHead.readLine(in);
        if (line == null) {
            throw new EOFException("The server ended its answer within the chunks");
        }
        return line;
    }

    private Link link() throws IOException {
        Link now = link;
        if (now == null) {
            now = new Link(port);
            link = now;
        }
        return now;
    }

    /** Begins a new connection where the old one may have been closed by the server. */
    private void refresh() throws IOException {
        if (link != null && (link.last || System.nanoTime() - link.used > TRUSTED_IDLE_NANOS)) {
            close();
        }
    }

    private static final class Link {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private long used = System.nanoTime();
        private boolean last;

        Link(int port) throws IOException {
            socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(120_000);
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 10_000);
            in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
            out = new BufferedOutputStream(socket.getOutputStream(), 64 << 10);
        }
    }
}
