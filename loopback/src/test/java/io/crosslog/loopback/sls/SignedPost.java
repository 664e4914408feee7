package io.crosslog.loopback.sls;

import com.aliyun.openservices.log.common.Logs;
import com.aliyun.openservices.log.common.auth.DefaultCredentials;
import com.aliyun.openservices.log.common.auth.StaticCredentialsProvider;
import com.aliyun.openservices.log.http.client.HttpMethod;
import com.aliyun.openservices.log.http.signer.SlsSigner;
import com.aliyun.openservices.log.http.signer.SlsV1Signer;
import com.aliyun.openservices.log.http.signer.SlsV4Signer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One PutLogs request, right by default and signed by the official client's signers, that tests spoil in one place and send
 * over a bare socket, so that nothing between them and the endpoint repairs it. Confined to one thread.
 */
final class SignedPost {
    private static final int READ_TIMEOUT_MILLIS = 10_000;

    private String host = "soc-prod.cn-shanghai.log.aliyuncs.com";
    private String method = "POST";
    private String path = "/logstores/waf/shards/lb";
    private final Map<String, String> query = new HashMap<>();
    private final Map<String, String> headers = new HashMap<>();
    private String id = "ak-1";
    private String secret = "secret-1";
    private String region = "cn-shanghai";
    private boolean v4 = true;
    private byte[] body;
    private byte[] sentBody = new byte[0];
    private boolean spoiltBody;
    private Consumer<Map<String, String>> afterSigning = h -> {};

    private SignedPost(byte[] body) {
        this.body = body;
        headers.put("x-log-apiversion", "0.6.0");
        headers.put("Content-Type", "application/x-protobuf");
        headers.put("x-log-bodyrawsize", String.valueOf(body.length));
    }

    static SignedPost of(Logs.LogGroup group) {
        return new SignedPost(group.toByteArray());
    }

    static SignedPost ofBytes(byte[] body) {
        return new SignedPost(body);
    }

    SignedPost host(String value) {
        host = value;
        return this;
    }

    SignedPost method(String value) {
        method = value;
        return this;
    }

    SignedPost path(String value) {
        path = value;
        return this;
    }

    SignedPost query(String name, String value) {
        query.put(name, value);
        return this;
    }

    SignedPost header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    SignedPost without(String name) {
        headers.remove(name);
        return this;
    }

    SignedPost key(String accessKeyId, String accessKeySecret) {
        id = accessKeyId;
        secret = accessKeySecret;
        return this;
    }

    SignedPost region(String value) {
        region = value;
        return this;
    }

    SignedPost v1() {
        v4 = false;
        return this;
    }

    SignedPost compressed(String type, byte[] bytes) {
        headers.put("x-log-compresstype", type);
        body = bytes;
        return this;
    }

    /** Changes headers after the signature was made. */
    SignedPost afterSigning(Consumer<Map<String, String>> change) {
        afterSigning = change;
        return this;
    }

    /** Sends another body than the one that was signed. */
    SignedPost sendingInstead(byte[] other) {
        sentBody = other;
        spoiltBody = true;
        return this;
    }

    /** Sends the request on its own connection and reads the answer; no answer is an {@link IOException}. */
    Answer send(LoopbackSls sls) throws IOException {
        try (Socket socket = connect(sls)) {
            return send(socket, path);
        }
    }

    /** Sends the request as a client sends it to an HTTP proxy. */
    Answer sendAsToProxy(LoopbackSls sls) throws IOException {
        try (Socket socket = connect(sls)) {
            return send(socket, "http://" + host + path);
        }
    }

    Answer sendOn(Socket socket) throws IOException {
        return send(socket, path);
    }

    void writeTo(Socket socket) throws IOException {
        socket.getOutputStream().write(bytes(path));
        socket.getOutputStream().flush();
    }

    static Socket connect(LoopbackSls sls) throws IOException {
        Socket socket = new Socket(sls.proxyAddress().getAddress(), sls.port());
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        return socket;
    }

    private Answer send(Socket socket, String target) throws IOException {
        socket.getOutputStream().write(bytes(target));
        socket.getOutputStream().flush();
        return Answer.read(socket.getInputStream());
    }

    /** The headers as the official client signs them. */
    Map<String, String> signedHeaders() {
        Map<String, String> signed = new HashMap<>(headers);
        signed.put("Host", host);
        StaticCredentialsProvider credentials = new StaticCredentialsProvider(new DefaultCredentials(id, secret));
        SlsSigner signer = v4 ? new SlsV4Signer(credentials, region) : new SlsV1Signer(credentials);
        signer.sign(HttpMethod.valueOf(method), signed, path, query, body);
        return signed;
    }

    /** The request as bytes on the wire. */
    private byte[] bytes(String target) throws IOException {
        Map<String, String> signed = signedHeaders();
        byte[] sending = spoiltBody ? sentBody : body;
        signed.put("Content-Length", String.valueOf(sending.length));
        afterSigning.accept(signed);
        StringBuilder head = new StringBuilder(method).append(' ').append(target);
        char separator = '?';
        for (Map.Entry<String, String> parameter : query.entrySet()) {
            head.append(separator).append(parameter.getKey()).append('=').append(parameter.getValue());
            separator = '&';
        }
        head.append(" HTTP/1.1\r\n");
        signed.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        all.write(sending);
        return all.toByteArray();
    }

    /** An answer as it came. */
    record Answer(int status, Map<String, String> headers, String body) {
        static Answer read(InputStream in) throws IOException {
            String statusLine = line(in);
            if (statusLine.isEmpty()) {
                throw new IOException("The connection ended without an answer");
            }
            Map<String, String> headers = new HashMap<>();
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                int colon = header.indexOf(':');
                headers.put(
                        header.substring(0, colon), header.substring(colon + 1).strip());
            }
            int length = Integer.parseInt(headers.get("Content-Length"));
            String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            return new Answer(Integer.parseInt(statusLine.substring(9, 12)), headers, body);
        }

        /** The service's error code, as {@code 400 InvalidKey}, or {@code 200}. */
        String told() {
            int start = body.indexOf("\"errorCode\":\"");
            return start < 0
                    ? String.valueOf(status)
                    : status + " " + body.substring(start + 13, body.indexOf('"', start + 13));
        }

        private static String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
                if (b != '\r') {
                    line.append((char) b);
                }
            }
            return line.toString();
        }
    }
}
