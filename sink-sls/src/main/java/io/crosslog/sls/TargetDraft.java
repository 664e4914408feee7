package io.crosslog.sls;

import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.credentials.Secret;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What a builder has been told so far of where requests go; checks it as a whole. Confined to one thread. */
final class TargetDraft {

    String region = "";
    boolean intranet;
    String endpoint = "";
    String customDomain = "";
    String project = "";
    String logstore = "";

    @Nullable CredentialsProvider credentials;

    boolean http;
    String proxyHost = "";
    int proxyPort;

    @Nullable Path trustStore;

    Secret trustStorePassword = Secret.of("");
    boolean wantsV1;
    boolean wantsV4;
    Duration connectTimeout = Duration.ofSeconds(10);
    Duration requestTimeout = Duration.ofSeconds(30);
    Duration missingGrace = Duration.ofMinutes(1);

    /** Adds what is wrong. */
    void check(List<String> problems) {
        checkAddress(problems);
        for (Map.Entry<String, Duration> setting : Map.of(
                        "connectTimeout", connectTimeout, "requestTimeout", requestTimeout)
                .entrySet()) {
            if (setting.getValue().toMillis() < 1) {
                problems.add(setting.getKey() + " was " + setting.getValue() + " but it must be positive");
            }
        }
        if (missingGrace.isNegative()) {
            problems.add("missingGrace was negative");
        }
    }

    /** What decides which certificates are trusted, read from the trust store; null for the JVM's own. */
    @Nullable SSLContext tls(List<String> problems) {
        return trustStore == null ? null : TrustStores.read(trustStore, trustStorePassword, problems);
    }

    SlsTarget frozen(@Nullable SSLContext tls) {
        String host = endpoint.isEmpty() ? region + (intranet ? "-intranet" : "") + ".log.aliyuncs.com" : endpoint;
        String known = knownRegion();
        return new SlsTarget(
                http ? "http" : "https",
                customDomain.isEmpty() ? project + "." + host : SlsAddress.authority(customDomain, http),
                project,
                logstore,
                known.isEmpty() || wantsV1 ? null : known,
                proxyHost.isEmpty() ? null : InetSocketAddress.createUnresolved(proxyHost, proxyPort),
                tls,
                connectTimeout,
                requestTimeout,
                missingGrace);
    }

    private void checkAddress(List<String> problems) {
        if (project.isEmpty() || logstore.isEmpty()) {
            problems.add((project.isEmpty() ? "project" : "logstore") + " is missing");
        }
        SlsAddress.checkNames(project, logstore, problems);
        if (region.isEmpty() && endpoint.isEmpty() && customDomain.isEmpty()) {
            problems.add("region is missing, and there is no endpoint in its place");
        }
        if (!region.isEmpty()) {
            SlsAddress.checkRegion(region, problems);
        }
        if (!endpoint.isEmpty()) {
            SlsAddress.checkEndpoint(endpoint, project, problems);
        }
        if (!customDomain.isEmpty()) {
            SlsAddress.checkDomain(customDomain, problems);
        }
        if ((intranet ? 1 : 0) + (endpoint.isEmpty() ? 0 : 1) + (customDomain.isEmpty() ? 0 : 1) > 1) {
            problems.add("intranet, endpoint and customDomain exclude one another");
        }
        if (wantsV4 && knownRegion().isEmpty()) {
            problems.add("signature was V4 but the region is not known; give it with region(id)");
        }
        if (!proxyHost.isEmpty() && !SlsAddress.isPort(proxyPort)) {
            problems.add("proxy had port " + proxyPort + " but it must be from 1 to 65535");
        }
    }

    private String knownRegion() {
        return region.isEmpty() ? SlsAddress.regionOf(endpoint).orElse("") : region;
    }
}
