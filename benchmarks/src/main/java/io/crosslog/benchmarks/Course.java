package io.crosslog.benchmarks;

import io.crosslog.credentials.Credentials;

/**
 * What all contenders of a {@link Race} are given. Immutable and thread-safe.
 *
 * @param bootstrap the broker
 * @param slsPort the SLS endpoint's port on 127.0.0.1, an HTTP proxy to its clients
 */
record Course(String bootstrap, int slsPort) {

    static final String TOPIC = "waf";
    static final String PROJECT = "race";
    static final String REGION = "cn-shanghai";
    static final Credentials KEY = Credentials.of("race-key", "race-secret");
}
