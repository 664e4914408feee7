package io.crosslog.loopback.sls;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The request line and headers of one HTTP/1.1 request; header names in any case, repeated headers joined by a comma.
 * The target may be a path, as a server gets it, or an absolute URI, as a proxy gets it. Immutable and thread-safe.
 */
record HttpHead(
        String method, String target, String path, String query, String authority, Map<String, String> headers) {
    private static final int MAX_HEAD_BYTES = 64 << 10;

    /** Reads one head, or returns null when the peer closed its side before a first byte. */
    static @Nullable HttpHead read(InputStream in) throws IOException {
        String requestLine = readLine(in, MAX_HEAD_BYTES);
        if (requestLine == null) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        int budget = MAX_HEAD_BYTES - requestLine.length();
        while (true) {
            String line = readLine(in, budget);
            if (line == null) {
                throw new EOFException("Connection closed within the headers");
            }
            if (line.isEmpty()) {
                return parse(requestLine, headers);
            }
            budget -= line.length();
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("Not a header line: " + line);
            }
            headers.merge(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip(), (a, b) -> a + "," + b);
        }
    }

    @Nullable String header(String name) {
        return headers.get(name);
    }

    /** Whether the peer will send another request on this connection. */
    boolean keepsAlive() {
        return !headers.getOrDefault("Connection", "").toLowerCase(Locale.ROOT).contains("close");
    }

    /** Whether the peer waits for "100 Continue" before it sends the body. */
    boolean expectsContinue() {
        return headers.getOrDefault("Expect", "").toLowerCase(Locale.ROOT).startsWith("100-");
    }

    /** The declared body length, or -1 when there is none. */
    long contentLength() throws IOException {
        String value = headers.get("Content-Length");
        if (value == null) {
            return -1;
        }
        if (!value.matches("[0-9]{1,18}")) {
            throw new IOException("Not a Content-Length: " + value);
        }
        return Long.parseLong(value);
    }

    private static HttpHead parse(String requestLine, Map<String, String> headers) throws IOException {
        int first = requestLine.indexOf(' ');
        int last = requestLine.lastIndexOf(' ');
        if (first <= 0 || last <= first || !requestLine.startsWith("HTTP/1.", last + 1)) {
            throw new IOException("Not an HTTP/1.x request line: " + requestLine);
        }
        String target = requestLine.substring(first + 1, last);
        String authority = headers.getOrDefault("Host", "");
        String rest = target;
        int scheme = target.indexOf("://");
        if (scheme > 0 && !target.startsWith("/")) {
            int slash = target.indexOf('/', scheme + 3);
            authority = target.substring(scheme + 3, slash < 0 ? target.length() : slash);
            rest = slash < 0 ? "/" : target.substring(slash);
        }
        int question = rest.indexOf('?');
        return new HttpHead(
                requestLine.substring(0, first),
                target,
                question < 0 ? rest : rest.substring(0, question),
                question < 0 ? "" : rest.substring(question + 1),
                authority,
                headers);
    }

    private static @Nullable String readLine(InputStream in, int budget) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int b = in.read();
            if (b < 0) {
                if (line.size() == 0) {
                    return null;
                }
                throw new EOFException("Connection closed within a line of the head");
            }
            if (b == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(b);
            if (line.size() > budget) {
                throw new IOException("Head larger than " + MAX_HEAD_BYTES + " bytes");
            }
        }
    }
}
