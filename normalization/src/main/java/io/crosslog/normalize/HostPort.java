package io.crosslog.normalize;

import org.jspecify.annotations.Nullable;

/**
 * {@code host:port}, {@code [v6]:port}, or a host alone. Immutable and thread-safe.
 *
 * @param host the host, an address of version 6 without brackets
 * @param port the port's digits, or null
 */
record HostPort(String host, @Nullable String port) {

    /** The parts; null if the text is of another form. */
    static @Nullable HostPort of(String raw) {
        String text = raw.strip();
        int colon = text.lastIndexOf(':');
        boolean bracket = text.startsWith("[");
        if (bracket ? text.endsWith("]") : colon < 0 || text.indexOf(':') != colon) {
            return new HostPort(bracket ? text.substring(1, text.length() - 1) : text, null);
        }
        String host = text.substring(0, colon);
        String port = text.substring(colon + 1);
        if (bracket && !host.endsWith("]")) {
            return null;
        }
        host = bracket ? host.substring(1, host.length() - 1) : host;
        boolean number = !port.isEmpty() && port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9');
        return host.isEmpty() || !number ? null : new HostPort(host, port);
    }
}
