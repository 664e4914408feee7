package io.crosslog.loopback.sls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key pair with a self-signed certificate, made by the JDK's own keytool for this run alone, and the trust store that
 * goes with it. Immutable and thread-safe.
 */
final class TlsIdentity {
    private static final String ALIAS = "loopback-sls";
    /** Guards nothing: the store exists for a moment, in a directory of its own, for a certificate nobody trusts. */
    private static final char[] PASSWORD = "loopback".toCharArray();

    private final KeyStore trust;
    private final SSLContext server;
    private final SSLContext client;

    private TlsIdentity(KeyStore trust, SSLContext server, SSLContext client) {
        this.trust = trust;
        this.server = server;
        this.client = client;
    }

    /** Makes an identity for 127.0.0.1, localhost and all projects of the endpoints; takes about a second. */
    static TlsIdentity create(Collection<String> endpoints) throws IOException, InterruptedException {
        TreeSet<String> names = new TreeSet<>(List.of("ip:127.0.0.1", "dns:localhost"));
        for (String endpoint : endpoints) {
            names.add("dns:" + endpoint);
            names.add("dns:*." + endpoint);
        }
        Path directory = Files.createTempDirectory("loopback-sls");
        Path file = directory.resolve("identity.p12");
        try {
            generate(file, String.join(",", names));
            return load(file);
        } catch (GeneralSecurityException e) {
            throw new IOException("keytool made a key store that this JDK cannot use", e);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory);
        }
    }

    SSLContext serverContext() {
        return server;
    }

    SSLContext clientContext() {
        return client;
    }

    KeyStore trustStore() {
        return trust;
    }

    private static void generate(Path file, String names) throws IOException, InterruptedException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-validity",
                        "30",
                        "-dname",
                        "CN=loopback SLS",
                        "-ext",
                        "san=" + names,
                        "-ext",
                        "bc:c=ca:true",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("keytool made no certificate for the loopback endpoint: " + output);
        }
    }

    private static TlsIdentity load(Path file) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, PASSWORD);
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trust);
        SSLContext server = SSLContext.getInstance("TLS");
        server.init(keyManagers.getKeyManagers(), null, new SecureRandom());
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, trustManagers.getTrustManagers(), new SecureRandom());
        return new TlsIdentity(trust, server, client);
    }
}
