package io.crosslog.loopback.sls;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.StringTokenizer;
import java.util.TreeMap;

/** The parameters of a query string, decoded and sorted by name. Confined to one thread. */
final class Query {
    private Query() {}

    static SortedMap<String, String> parse(String raw) throws Refusal {
        SortedMap<String, String> parameters = new TreeMap<>();
        StringTokenizer pairs = new StringTokenizer(raw, "&");
        while (pairs.hasMoreTokens()) {
            String pair = pairs.nextToken();
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            parameters.put(decode(name), decode(value));
        }
        return parameters;
    }

    private static String decode(String text) throws Refusal {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "ParameterInvalid", "The query cannot be decoded: " + e.getMessage());
        }
    }
}
