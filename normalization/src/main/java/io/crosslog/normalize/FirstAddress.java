package io.crosslog.normalize;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first address, or its port, in text that may hold several: {@code 192.0.2.1:80, 192.0.2.2:80}, {@code [2001:db8::1]:80},
 * or a list of such. What is beside it stays with the source. Stateless, safe for concurrent calls.
 */
final class FirstAddress {

    private FirstAddress() {}

    /** The address; without loss if the source is nothing else. */
    static void address(SourceNode in, Outcome out) {
        String first = first(in);
        HostPort parts = HostPort.of(first);
        if (parts == null || !IpAddress.isIp(parts.host())) {
            return;
        }
        if (parts.host().equals(in.text())) {
            out.set(parts.host());
        } else {
            out.setInexact(parts.host());
        }
    }

    /** The port beside the address, if there is one. */
    static void port(SourceNode in, Outcome out) {
        HostPort parts = HostPort.of(first(in));
        if (parts != null && parts.port() != null && IpAddress.isIp(parts.host())) {
            out.setInexact(parts.port());
        } else {
            out.setNothing();
        }
    }

    private static String first(SourceNode in) {
        SourceNode node = in;
        List<SourceNode> elements = in.elements();
        if (elements != null) {
            node = elements.stream()
                    .filter(e -> !Absence.isEmpty(e.value()))
                    .findFirst()
                    .orElse(in);
        }
        @Nullable String text = node.text();
        String list = text == null ? "" : text.strip();
        int end = 0;
        while (end < list.length() && ",; \t\n".indexOf(list.charAt(end)) < 0) {
            end++;
        }
        return list.substring(0, end);
    }
}
