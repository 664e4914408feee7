package io.crosslog.loopback.s3;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** First line and headers of an HTTP/1.1 request or answer, handed on as they came. Confined to one thread. */
final class MessageHead {
    private static final int MAX_BYTES = 64 << 10;

    private final String[] first;
    private final List<String> headers;

    private MessageHead(String[] first, List<String> headers) {
        this.first = first;
        this.headers = headers;
    }

    /** Reads one head, or returns null when the peer closed its side before a first byte. */
    static @Nullable MessageHead read(InputStream in) throws IOException {
        String line = readLine(in);
        if (line == null) {
            return null;
        }
        String[] first = line.split(" ", 3);
        if (first.length < 2) {
            throw new IOException("Not the first line of an HTTP message: " + line);
        }
        List<String> headers = new ArrayList<>();
        int bytes = 0;
        while (true) {
            line = readLine(in);
            if (line == null) {
                throw new EOFException("Connection closed within the headers");
            }
            if (line.isEmpty()) {
                return new MessageHead(first, headers);
            }
            bytes += line.length();
            if (bytes > MAX_BYTES) {
                throw new IOException("Head larger than " + MAX_BYTES + " bytes");
            }
            headers.add(line);
        }
    }

    /** The method of a request. */
    String method() {
        return first[0];
    }

    /** The target of a request. */
    String target() {
        return first[1];
    }

    /** The status of an answer. */
    int status() throws IOException {
        try {
            return Integer.parseInt(first[1]);
        } catch (NumberFormatException e) {
            throw new IOException("Not a status: " + first[1], e);
        }
    }

    @Nullable String header(String name) {
        for (String line : headers) {
            if (isOf(name, line)) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return null;
    }

    void target(String target) {
        first[1] = target;
    }

    void remove(String name) {
        headers.removeIf(line -> isOf(name, line));
    }

    void set(String name, String value) {
        remove(name);
        headers.add(name + ": " + value);
    }

    /** The declared length of the body, or -1 when there is none. */
    long contentLength() throws IOException {
        String value = header("Content-Length");
        try {
            return value == null ? -1 : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IOException("Not a Content-Length: " + value, e);
        }
    }

    void writeTo(OutputStream out) throws IOException {
        StringBuilder text =
                new StringBuilder(512).append(String.join(" ", first)).append("\r\n");
        headers.forEach(line -> text.append(line).append("\r\n"));
        out.write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static boolean isOf(String name, String line) {
        return line.length() > name.length()
                && line.charAt(name.length()) == ':'
                && line.regionMatches(true, 0, name, 0, name.length());
    }

    static @Nullable String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int b = in.read();
            if (b < 0) {
                if (line.size() == 0) {
                    return null;
                }
                throw new EOFException("Connection closed within a line");
            }
            if (b == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(b);
            if (line.size() > MAX_BYTES) {
                throw new IOException("Line longer than " + MAX_BYTES + " bytes");
            }
        }
    }
}
