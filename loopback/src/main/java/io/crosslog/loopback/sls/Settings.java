package io.crosslog.loopback.sls;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an endpoint was asked to be. Immutable and thread-safe, but for the keys, which are safe for concurrent calls.
 *
 * @param defaultProject the project that requests to 127.0.0.1 itself stand for
 */
record Settings(
        int port,
        String region,
        Set<String> endpoints,
        Map<String, List<String>> projects,
        String defaultProject,
        AccessKeys keys,
        Clock clock,
        SlsLimits limits,
        long seed) {}
