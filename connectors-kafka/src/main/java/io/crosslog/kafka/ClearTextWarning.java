package io.crosslog.kafka;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns once for each source when its secret crosses a public network in clear. Safe for concurrent calls. */
final class ClearTextWarning {

    private static final Logger LOG = LoggerFactory.getLogger(ClearTextWarning.class);

    private final AtomicBoolean given = new AtomicBoolean();

    void giveOnce(KafkaSettings settings) {
        if (settings.tls() || !settings.sasl() || given.get()) {
            return;
        }
        for (String server : settings.bootstrapServers()) {
            String host = server.substring(0, server.lastIndexOf(':'));
            if (isPublic(host) && given.compareAndSet(false, true)) {
                LOG.warn(
                        "Kafka source '{}': the secret crosses the network to {} in clear (SASL without TLS over a public "
                                + "address). Use a private network, a port with TLS, or a key that may do nothing but read "
                                + "these topics.",
                        settings.name(),
                        server);
            }
        }
    }

    static boolean isPublic(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!isPrivate(address)) {
                    return true;
                }
            }
            return false;
        } catch (UnknownHostException e) {
            // Where it leads is not known; that it cannot be reached is told elsewhere.
            return false;
        }
    }

    private static boolean isPrivate(InetAddress address) {
        boolean uniqueLocal = address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || uniqueLocal
                || isShared(address);
    }

    /** 100.64.0.0/10 (RFC 6598), from which clouds give addresses to their own services. */
    private static boolean isShared(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        return bytes.length == 4 && first == 100 && (bytes[1] & 0xc0) == 0x40;
    }
}
