package io.crosslog.sls;

import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.credentials.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * What a builder can be told of where requests go and who sends them. Confined to one thread.
 *
 * @param <B> the builder itself
 */
abstract class TargetOptions<B extends TargetOptions<B>> {

    final TargetDraft target = new TargetDraft();

    /** This, as what it is. */
    abstract B self();

    /**
     * Sets the region of the project, of which follow the endpoint, unless that is given, and the V4 signature.
     *
     * @param id such as {@code cn-shanghai}
     * @return this
     */
    public B region(String id) {
        target.region = Objects.requireNonNull(id, "id");
        return self();
    }

    /**
     * Uses the region's endpoint for machines inside Alibaba Cloud, {@code <region>-intranet.log.aliyuncs.com}.
     *
     * @return this
     */
    public B intranet() {
        target.intranet = true;
        return self();
    }

    /**
     * Sets another endpoint, before which the project is put.
     *
     * @param host such as {@code cn-shanghai-share.log.aliyuncs.com}, without scheme, port and project
     * @return this
     */
    public B endpoint(String host) {
        target.endpoint = Objects.requireNonNull(host, "host");
        return self();
    }

    /**
     * Sets a domain of your own that stands for the project, which is not put before it.
     *
     * @param hostAndPort the host, with a port after a colon if that is not the scheme's
     * @return this
     */
    public B customDomain(String hostAndPort) {
        target.customDomain = Objects.requireNonNull(hostAndPort, "hostAndPort");
        return self();
    }

    /**
     * Sets the project. Required.
     *
     * @param value its name
     * @return this
     */
    public B project(String value) {
        target.project = Objects.requireNonNull(value, "value");
        return self();
    }

    /**
     * Sets the logstore. Required.
     *
     * @param value its name
     * @return this
     */
    public B logstore(String value) {
        target.logstore = Objects.requireNonNull(value, "value");
        return self();
    }

    /**
     * Sets who sends. Required. Asked at each request, so that a new key or token is used at once.
     *
     * @param provider gives the access key, which needs {@code log:PostLogStoreLogs} on the logstore
     * @return this
     */
    public B credentials(CredentialsProvider provider) {
        target.credentials = Objects.requireNonNull(provider, "provider");
        return self();
    }

    /**
     * Sends over plain HTTP: logs and session tokens cross the network readable. For tests and closed networks.
     *
     * @return this
     */
    public B allowHttp() {
        target.http = true;
        return self();
    }

    /**
     * Sends through an HTTP proxy, which is asked for a tunnel unless {@link #allowHttp()} is set. Default: none, whatever
     * the JVM's own settings are.
     *
     * @param host its host
     * @param port its port
     * @return this
     */
    public B proxy(String host, int port) {
        target.proxyHost = Objects.requireNonNull(host, "host");
        target.proxyPort = port;
        return self();
    }

    /**
     * Trusts the certificates in this file instead of those that the JVM trusts. Host names are checked all the same.
     *
     * @param file a PKCS12 or JKS file, read by {@link SlsSink.Builder#build()}
     * @param password its password
     * @return this
     */
    public B trustStore(Path file, Secret password) {
        target.trustStore = Objects.requireNonNull(file, "file");
        target.trustStorePassword = Objects.requireNonNull(password, "password");
        return self();
    }

    /**
     * Sets how long a connection may take. Default: 10 seconds.
     *
     * @param value the time
     * @return this
     */
    public B connectTimeout(Duration value) {
        target.connectTimeout = Objects.requireNonNull(value, "value");
        return self();
    }

    /**
     * Sets how long a request may take, from connecting to the last byte of the answer. Default: 30 seconds.
     *
     * @param value the time
     * @return this
     */
    public B requestTimeout(Duration value) {
        target.requestTimeout = Objects.requireNonNull(value, "value");
        return self();
    }

    /**
     * Sets for how long a project or logstore that does not exist is waited for before the pipeline stops. Default: one
     * minute, after which one just created is seen.
     *
     * @param value the time, zero for none
     * @return this
     */
    public B missingGrace(Duration value) {
        target.missingGrace = Objects.requireNonNull(value, "value");
        return self();
    }
}
