package io.crosslog.kafka;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Asks a port what it speaks, with Kafka's first request, ApiVersions, which carries no secret and needs no login. The
 * layout of request and answer is that of the protocol guide of Apache Kafka. Immutable and thread-safe.
 */
final class PortProbe {

    private static final short API_VERSIONS = 18;
    private static final int CORRELATION = 0x63726f73;
    private static final int LARGEST_ANSWER = 1 << 20;

    private final InetSocketAddress address;
    private final int patienceMillis;

    PortProbe(InetSocketAddress address, int patienceMillis) {
        this.address = address;
        this.patienceMillis = patienceMillis;
    }

    /** How a port answered. */
    enum Answer {
        /** As a Kafka broker does. */
        KAFKA,
        /** With something that is not Kafka's protocol. */
        SOMETHING_ELSE,
        /** By closing the connection. */
        CLOSED,
        /** Not at all. */
        SILENCE
    }

    /**
     * Connects and sends ApiVersions.
     *
     * @param tls whether to speak TLS first, trusting any certificate, as nothing of value is sent
     * @param version 0 for what every broker since 0.10 knows, 4 for what clients since 3.9 send
     * @throws IOException if no connection can be made
     */
    Answer ask(boolean tls, int version) throws IOException {
        try (Socket plain = new Socket()) {
            plain.setSoTimeout(patienceMillis);
            plain.connect(address, patienceMillis);
            return exchange(plain, tls, version);
        }
    }

    private Answer exchange(Socket plain, boolean tls, int version) {
        try {
            Socket socket = tls ? encrypted(plain) : plain;
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            byte[] request = request(version);
            out.writeInt(request.length);
            out.write(request);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int length = in.readInt();
            boolean kafka = length >= 6 && length <= LARGEST_ANSWER && in.readInt() == CORRELATION;
            return kafka ? Answer.KAFKA : Answer.SOMETHING_ELSE;
        } catch (SocketTimeoutException e) {
            return Answer.SILENCE;
        } catch (IOException e) {
            return Answer.CLOSED;
        }
    }

    private static byte[] request(int version) {
        byte[] client = "crosslog".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer request = ByteBuffer.allocate(64);
        request.putShort(API_VERSIONS).putShort((short) version).putInt(CORRELATION);
        request.putShort((short) client.length).put(client);
        if (version >= 3) {
            // Since version 3 the header ends with tags, and the body holds compact strings: length + 1, then bytes.
            request.put((byte) 0);
            request.put((byte) (client.length + 1)).put(client);
            request.put((byte) 2).put((byte) '1');
            request.put((byte) 0);
        }
        byte[] bytes = new byte[request.position()];
        request.flip().get(bytes);
        return bytes;
    }

    private SSLSocket encrypted(Socket plain) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAny()}, new SecureRandom());
            SSLSocket socket = (SSLSocket)
                    context.getSocketFactory().createSocket(plain, address.getHostString(), address.getPort(), true);
            socket.startHandshake();
            return socket;
        } catch (GeneralSecurityException e) {
            throw new IOException("this JVM has no TLS", e);
        }
    }

    /** Only to learn whether a port speaks TLS; no secret and no record ever crosses such a connection. */
    private static final class TrustAny extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
