package io.crosslog.loopback.kafka;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.Set;

/**
 * Where a broker listens, and where it tells its clients to come.
 *
 * @param controller of the KRaft controller
 * @param internal of the listener that only the equipment itself uses, so that no fault set for a test hinders it
 * @param own where the broker itself listens
 * @param proxies what stands before some of the listeners
 */
record ListenerPorts(int controller, int internal, Map<Listener, Integer> own, Map<Listener, LoopbackProxy> proxies) {
    /** Finds free ports for all and starts the proxies. */
    static ListenerPorts reserve(Set<Listener> proxied) {
        PrimitiveIterator.OfInt free =
                Arrays.stream(FreePorts.find(2 + Listener.values().length)).iterator();
        Map<Listener, Integer> own = new EnumMap<>(Listener.class);
        Map<Listener, LoopbackProxy> proxies = new EnumMap<>(Listener.class);
        for (Listener listener : Listener.values()) {
            int port = free.nextInt();
            own.put(listener, port);
            if (proxied.contains(listener)) {
                proxies.put(listener, LoopbackProxy.to(port));
            }
        }
        return new ListenerPorts(free.nextInt(), free.nextInt(), own, proxies);
    }

    /** The address for clients of each listener: the proxy's where there is one. */
    Map<Listener, String> advertised() {
        Map<Listener, String> addresses = new EnumMap<>(Listener.class);
        own.forEach((listener, port) -> addresses.put(listener, "127.0.0.1:" + port));
        proxies.forEach((listener, proxy) -> addresses.put(listener, proxy.address()));
        return addresses;
    }
}
