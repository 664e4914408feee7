package io.crosslog.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.credentials.Secret;
import io.crosslog.loopback.kafka.Listener;
import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.spi.BlockedException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An application reads an event hub with a token that its credentials give it")
class EventHubsTokensTest {

    private static final String ALLOWED = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    private static final String TENANT = "contoso.example.com";
    private static final String SECRET = "Q8~made.up_secret-of-an-application";

    private static final String AUDIENCE = "https://soc-logs.servicebus.windows.net";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private static LoopbackKafka kafka;
    private static KeyPair signingKeys;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpsServer authority;
    private volatile String member = "access_token";
    private volatile CountDownLatch silence = new CountDownLatch(0);

    @BeforeAll
    static void broker(@TempDir Path directory) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        signingKeys = generator.generateKeyPair();
        RSAPublicKey published = (RSAPublicKey) signingKeys.getPublic();
        Path keys = Files.writeString(
                directory.resolve("keys.json"),
                "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"k1\",\"n\":\""
                        + number(published.getModulus()) + "\",\"e\":\"" + number(published.getPublicExponent())
                        + "\"}]}");
        String listener = "listener.name.sasl_ssl.oauthbearer.sasl.";
        kafka = LoopbackKafka.builder()
                .property(
                        listener + "server.callback.handler.class",
                        "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler")
                .property("sasl.oauthbearer.jwks.endpoint.url", keys.toUri().toString())
                .property("sasl.oauthbearer.expected.audience", AUDIENCE)
                .jvmOption("-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=" + keys.toUri())
                .start();
    }

    @AfterAll
    static void end() {
        kafka.close();
    }

    @BeforeEach
    void start() throws Exception {
        char[] password = kafka.trustStorePassword().toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(kafka.directory().resolve("broker.p12").toFile(), password), password);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        authority = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        authority.setHttpsConfigurator(new HttpsConfigurator(tls));
        authority.createContext("/", this::answer);
        authority.start();
        System.setProperty(ALLOWED, base() + "/" + TENANT + "/oauth2/v2.0/token");
    }

    @AfterEach
    void stop() {
        System.clearProperty(ALLOWED);
        authority.stop(0);
    }

    @Test
    @DisplayName("which it asks for with the namespace as scope, and shows to the broker")
    void reads() throws Exception {
        String hub = Brokers.unique("hub");
        kafka.createTopic(hub, 1);
        kafka.produce(hub, Brokers.values("v", 3));

        try (EngineSide engine = EngineSide.open(source(hub, SECRET))) {
            engine.pollUntil("3 records", () -> engine.records().size() == 3);
        }

        assertThat(asked)
                .isNotEmpty()
                .allMatch(request -> request.equals("POST /" + TENANT + "/oauth2/v2.0/token application-x "
                        + "grant_type=client_credentials&scope=https://soc-logs.servicebus.windows.net/.default"));
    }

    @Test
    @DisplayName("and is told what to look at when it gets none, without the secret")
    void refused() throws Exception {
        String hub = Brokers.unique("hub");
        kafka.createTopic(hub, 1);
        BlockedException refusal = null;

        try (EngineSide engine = EngineSide.open(source(hub, "another~" + SECRET))) {
            engine.pollOnce();
        } catch (BlockedException e) {
            refusal = e;
        }

        assertThat(refusal)
                .hasMessageContaining(base())
                .hasMessageContaining("401")
                .hasMessageContaining("check tenant");
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain(SECRET).doesNotContain(basicOf("another~" + SECRET));
        }
    }

    @Test
    @DisplayName("and no token is told of that stands where the client does not look for it")
    void misplaced() throws Exception {
        String hub = Brokers.unique("hub");
        kafka.createTopic(hub, 1);
        member = "token";
        BlockedException refusal = null;

        try (EngineSide engine = EngineSide.open(source(hub, SECRET))) {
            engine.pollOnce();
        } catch (BlockedException e) {
            refusal = e;
        }

        assertThat(refusal).isNotNull();
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).contains(base()).doesNotContain(token().substring(0, 12));
        }
    }

    @Test
    @DisplayName("and is told so within seconds when the endpoint answers nothing at all")
    void silent() throws Exception {
        String hub = Brokers.unique("hub");
        kafka.createTopic(hub, 1);
        CountDownLatch end = new CountDownLatch(1);
        silence = end;
        BlockedException refusal = null;

        try (EngineSide engine = EngineSide.open(source(hub, SECRET))) {
            engine.pollOnce();
        } catch (BlockedException e) {
            refusal = e;
        } finally {
            end.countDown();
        }

        assertThat(refusal).hasMessageContaining(base()).hasMessageContaining("timed out");
    }

    private static String basicOf(String secret) {
        return Base64.getEncoder().encodeToString(("application-x:" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private KafkaSource source(String hub, String secret) throws Exception {
        return EventHubsKafka.builder()
                .namespace("soc-logs")
                .hubs(hub)
                .group(hub)
                .clientCredentials(TENANT, CredentialsProvider.fixed(Credentials.of("application-x", secret)))
                .authority(URI.create(base()))
                .bootstrapServers(kafka.bootstrap(Listener.SASL_SSL))
                .trustStore(kafka.trustStore(), Secret.of(kafka.trustStorePassword()))
                .build();
    }

    private String base() {
        return "https://localhost:" + authority.getAddress().getPort();
    }

    /** Answers as Entra ID does. */
    private void answer(HttpExchange exchange) throws IOException {
        try {
            silence.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String body;
        try (InputStream in = exchange.getRequestBody()) {
            body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String basic = exchange.getRequestHeaders().getFirst("Authorization").replace("Basic ", "");
        String[] login = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8).split(":", 2);
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + login[0] + " "
                + URLDecoder.decode(sorted(body), StandardCharsets.UTF_8));
        boolean right = login[1].equals(SECRET);
        byte[] json = (right
                        ? "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"" + member + "\":\"" + token() + "\"}"
                        : "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret "
                                + "provided: " + login[1] + " in Basic " + basic + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(right ? 200 : 401, json.length);
        exchange.getResponseBody().write(json);
        exchange.close();
    }

    private static String sorted(String form) {
        String[] pairs = form.split("&", -1);
        Arrays.sort(pairs);
        return String.join("&", pairs);
    }

    /** A token as Entra ID signs it. */
    private static String token() throws IOException {
        long now = Instant.now().getEpochSecond();
        String unsigned =
                BASE64.encodeToString("{\"alg\":\"RS256\",\"kid\":\"k1\"}".getBytes(StandardCharsets.UTF_8)) + "."
                        + BASE64.encodeToString(("{\"sub\":\"application-x\",\"aud\":\"" + AUDIENCE + "\",\"iat\":"
                                        + now + ",\"exp\":" + (now + 3600) + "}")
                                .getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(signingKeys.getPrivate());
            signature.update(unsigned.getBytes(StandardCharsets.UTF_8));
            return unsigned + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IOException("the token cannot be signed", e);
        }
    }

    private static String number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return BASE64.encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }
}
