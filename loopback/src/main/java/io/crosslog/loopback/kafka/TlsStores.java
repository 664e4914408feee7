package io.crosslog.loopback.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;

/** A broker's key store and the trust store for its clients, both PKCS12 with one password. */
record TlsStores(Path keyStore, Path trustStore, String password) {
    private static final String PASSWORD = "loopback";

    static TlsStores create(Path directory) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            X509Certificate certificate = SelfSignedCertificate.of(keys, Instant.now());

            KeyStore own = empty();
            own.setKeyEntry("broker", keys.getPrivate(), PASSWORD.toCharArray(), new X509Certificate[] {certificate});
            KeyStore trusted = empty();
            trusted.setCertificateEntry("broker", certificate);
            return new TlsStores(
                    store(own, directory.resolve("broker.p12")),
                    store(trusted, directory.resolve("trust.p12")),
                    PASSWORD);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM cannot make an EC key pair with a certificate", e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Path store(KeyStore store, Path file) throws GeneralSecurityException, IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }
}
