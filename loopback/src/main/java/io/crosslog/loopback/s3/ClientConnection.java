package io.crosslog.loopback.s3;

import io.crosslog.loopback.s3.S3Fault.Kind;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: each request is refused by a fault or handed on to s3proxy, whose answer is handed back, whole or
 * not. Confined to one thread.
 */
final class ClientConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    private final Socket socket;
    private final Handling handling;
    private final InputStream in;
    private final OutputStream out;
    private final Upstream byPath;
    private final Upstream byHost;

    ClientConnection(Socket socket, Handling handling) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(300_000);
        this.socket = socket;
        this.handling = handling;
        this.in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
        this.out = new BufferedOutputStream(socket.getOutputStream(), 64 << 10);
        this.byPath = new Upstream(handling.pathPort());
        this.byHost = new Upstream(handling.hostPort());
    }

    /** Serves requests until one side has enough. */
    void serve() throws IOException, InterruptedException {
        MessageHead head = MessageHead.read(in);
        while (head != null && serve(head)) {
            out.flush();
            head = MessageHead.read(in);
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        byPath.close();
        byHost.close();
        socket.close();
    }

    private boolean serve(MessageHead head) throws IOException, InterruptedException {
        String host = takeHost(head);
        S3Call call = S3Call.of(head.method(), host, head.target(), handling.endpoint());
        String range = head.header("Range");
        S3Faults.InForce strike = handling.faults().strike(call);
        S3Fault fault = strike == null ? badToken(head) : strike.fault();
        if (fault == null || strike == null) {
            return fault == null ? handOn(head, call, host, range, null) : refuse(head, call, range, fault);
        }
        return switch (fault.kind()) {
            case ANSWER -> refuse(head, call, range, fault);
            case HANG_UP -> {
                count(call, range, 0);
                yield false;
            }
            case STALL -> {
                strike.gate().await();
                yield handOn(head, call, host, range, null);
            }
            case DELAY -> {
                boolean removed = strike.gate().await(fault.amount(), TimeUnit.NANOSECONDS);
                LOG.trace("Answering after {} ns, removed: {}", fault.amount(), removed);
                yield handOn(head, call, host, range, null);
            }
            case CUT_BODY, RESET_BODY, STALL_BODY, CHANGE_ETAG -> handOn(head, call, host, range, strike);
        };
    }

    /** The host that the client addresses, without its port; the target becomes one for a server, not for a proxy. */
    private static String takeHost(MessageHead head) {
        String host = head.header("Host");
        if (head.target().startsWith("http://")) {
            URI absolute = URI.create(head.target());
            String path = absolute.getRawPath().isEmpty() ? "/" : absolute.getRawPath();
            head.target(absolute.getRawQuery() == null ? path : path + "?" + absolute.getRawQuery());
            host = host == null ? absolute.getRawAuthority() : host;
        }
        if (host == null) {
            return "";
        }
        int colon = host.lastIndexOf(':');
        return (colon < 0 ? host : host.substring(0, colon)).toLowerCase(Locale.ROOT);
    }

    private @Nullable S3Fault badToken(MessageHead head) {
        String authorization = head.header("Authorization");
        int start = authorization == null ? -1 : authorization.indexOf("Credential=");
        if (authorization == null || start < 0) {
            return null;
        }
        String credential = authorization.substring(start + "Credential=".length());
        int slash = credential.indexOf('/');
        String id = slash < 0 ? credential : credential.substring(0, slash);
        return handling.keys().refusal(id, head.header("x-amz-security-token"));
    }

    private boolean refuse(MessageHead head, S3Call call, @Nullable String range, S3Fault fault) throws IOException {
        in.skipNBytes(Math.max(0, head.contentLength()));
        byte[] body = head.method().equals("HEAD") ? new byte[0] : fault.text().getBytes(StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder("HTTP/1.1 ")
                .append(fault.status())
                .append(" Refused\r\nDate: ")
                .append(date())
                .append("\r\nContent-Length: ")
                .append(body.length)
                .append("\r\n");
        fault.headers()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append("\r\n"));
        count(call, range, fault.status());
        out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        return !wantsClose(head);
    }

    private boolean handOn(
            MessageHead head, S3Call call, String host, @Nullable String range, S3Faults.@Nullable InForce strike)
            throws IOException, InterruptedException {
        if (head.header("Transfer-Encoding") != null) {
            throw new IOException("The loopback server takes bodies of a declared length only");
        }
        boolean wantsClose = wantsClose(head);
        if (head.header("Expect") != null) {
            head.remove("Expect");
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        head.remove("Connection");
        head.remove("Proxy-Connection");
        boolean inHost = call.virtualHosted() || host.equals(handling.endpoint());
        Upstream upstream = inHost ? byHost : byPath;
        MessageHead answer = upstream.send(head, in);
        answer.set("Date", date());
        if (strike != null && strike.fault().kind() == Kind.CHANGE_ETAG && answer.header("ETag") != null) {
            answer.set("ETag", strike.fault().text());
        }
        count(call, range, answer.status());
        answer.writeTo(out);
        boolean hasBody = !head.method().equals("HEAD") && answer.status() != 204 && answer.status() != 304;
        if (hasBody && !copyBody(answer, upstream, call, strike)) {
            return false;
        }
        return !wantsClose;
    }

    /** Copies the body, or as much of it as the fault lets through; returns false where the connection ends for that. */
    private boolean copyBody(MessageHead answer, Upstream upstream, S3Call call, S3Faults.@Nullable InForce strike)
            throws IOException, InterruptedException {
        long length = answer.contentLength();
        boolean ofObject = call.operation() == S3Operation.GET && answer.status() < 300;
        if (length < 0) {
            upstream.copyChunks(out);
            return true;
        }
        long first = strike != null && strike.fault().kind() != Kind.CHANGE_ETAG && answer.status() < 300
                ? Math.min(length, strike.fault().amount())
                : length;
        copy(upstream, first, ofObject);
        if (first == length || strike == null) {
            return true;
        }
        out.flush();
        if (strike.fault().kind() == Kind.STALL_BODY) {
            strike.gate().await();
            copy(upstream, length - first, ofObject);
            return true;
        }
        if (strike.fault().kind() == Kind.RESET_BODY) {
            socket.setSoLinger(true, 0);
        }
        return false;
    }

    private void copy(Upstream upstream, long bytes, boolean ofObject) throws IOException {
        byte[] buffer = new byte[64 << 10];
        long left = bytes;
        while (left > 0) {
            int n = upstream.read(buffer, (int) Math.min(left, buffer.length));
            if (n < 0) {
                throw new EOFException("The server ended its answer " + left + " bytes early");
            }
            if (ofObject) {
                handling.requests().sent(n);
            }
            out.write(buffer, 0, n);
            left -= n;
        }
    }

    private void count(S3Call call, @Nullable String range, int status) {
        handling.requests()
                .add(new S3Request(
                        call.operation(),
                        call.bucket(),
                        call.key(),
                        range == null ? "" : range,
                        call.isListV2(),
                        status));
    }

    private String date() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                handling.clock().instant().atOffset(ZoneOffset.UTC));
    }

    private static boolean wantsClose(MessageHead head) {
        String connection = head.header("Connection");
        return connection != null && connection.toLowerCase(Locale.ROOT).contains("close");
    }
}
