package io.crosslog.loopback.sls;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP answer. Immutable and thread-safe.
 *
 * @param code the service's error code, empty for success and for bodies that are not the service's
 * @param requestId value of {@code x-log-requestid}, or null to send none
 */
record HttpAnswer(
        int status,
        String code,
        String contentType,
        String body,
        @Nullable String requestId) {

    static HttpAnswer ok(String requestId) {
        return new HttpAnswer(200, "", "", "", requestId);
    }

    static HttpAnswer error(int status, String code, String message, @Nullable String requestId) {
        ObjectNode json = JsonMapper.builder().build().createObjectNode();
        json.put("errorCode", code).put("errorMessage", message);
        return new HttpAnswer(status, code, "application/json", json.toString(), requestId);
    }

    void writeTo(OutputStream out, Instant now, boolean keepAlive) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(256)
                .append("HTTP/1.1 ")
                .append(status)
                .append(status == 200 ? " OK" : " Refused")
                .append("\r\nServer: loopback-sls\r\nDate: ")
                .append(DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)))
                .append("\r\nContent-Length: ")
                .append(content.length)
                .append("\r\nConnection: ")
                .append(keepAlive ? "keep-alive" : "close");
        if (!contentType.isEmpty()) {
            head.append("\r\nContent-Type: ").append(contentType);
        }
        if (requestId != null) {
            head.append("\r\nx-log-requestid: ").append(requestId);
        }
        head.append("\r\n\r\n");
        byte[] headBytes = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[headBytes.length + content.length];
        System.arraycopy(headBytes, 0, all, 0, headBytes.length);
        System.arraycopy(content, 0, all, headBytes.length, content.length);
        out.write(all);
        out.flush();
    }
}
