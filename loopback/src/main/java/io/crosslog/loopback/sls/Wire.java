package io.crosslog.loopback.sls;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One client's connection: plain at first, TLS when the client begins to speak it. Confined to one thread, but for cut. */
final class Wire {
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int IDLE_MILLIS = 300_000;
    private static final int LOOK_MILLIS = 20;

    private final Socket socket;
    private Socket top;
    private BufferedInputStream in;
    private OutputStream out;

    Wire(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(IDLE_MILLIS);
        this.socket = socket;
        this.top = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
        this.out = socket.getOutputStream();
    }

    /** Answers a TLS greeting, if one is what comes next. */
    void startTlsIfSpoken(@Nullable SSLContext tls) throws IOException {
        in.mark(1);
        int first = in.read();
        in.reset();
        if (first != TLS_HANDSHAKE) {
            return;
        }
        if (tls == null) {
            throw new IOException("A client began a TLS handshake; start the endpoint with tls() to serve it");
        }
        SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(top, unread(), true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        top = secure;
        in = new BufferedInputStream(secure.getInputStream(), 64 << 10);
        out = secure.getOutputStream();
    }

    @Nullable HttpHead readHead() throws IOException {
        return HttpHead.read(in);
    }

    /** Reads the body, or null when it is longer than {@code most} bytes; that one is read to its end and thrown away. */
    byte @Nullable [] readBody(HttpHead head, long length, int most) throws IOException {
        if (head.expectsContinue()) {
            write("HTTP/1.1 100 Continue\r\n\r\n");
        }
        if (length > most) {
            in.skipNBytes(Math.min(length, 4L * most));
            return null;
        }
        byte[] body = in.readNBytes((int) length);
        if (body.length < length) {
            throw new EOFException("Connection closed within the body");
        }
        return body;
    }

    void acceptTunnel() throws IOException {
        write("HTTP/1.1 200 Connection established\r\n\r\n");
    }

    void answer(HttpAnswer answer, Instant now, boolean keepAlive) throws IOException {
        answer.writeTo(out, now, keepAlive);
    }

    /** Waits until the gate opens or the time is over; returns false when the client hung up before. */
    boolean holdUntil(CountDownLatch gate, long nanos) throws IOException, InterruptedException {
        long end = System.nanoTime() + nanos;
        top.setSoTimeout(LOOK_MILLIS);
        try {
            while (gate.getCount() > 0 && System.nanoTime() - end < 0) {
                if (isGone()) {
                    return false;
                }
                // What the client sends early is left in the buffer; then the gate is all there is to wait for.
                if (in.available() > 0 && gate.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
            return !isGone();
        } finally {
            top.setSoTimeout(IDLE_MILLIS);
        }
    }

    /** Resets the connection, so that the client gets an error and not an end. */
    void cut() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    void close() throws IOException {
        top.close();
    }

    private boolean isGone() {
        try {
            in.mark(1);
            int next = in.read();
            in.reset();
            return next < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private InputStream unread() throws IOException {
        return new ByteArrayInputStream(in.readNBytes(in.available()));
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
