package io.crosslog.loopback.s3;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one request asks for. Immutable and thread-safe.
 *
 * @param key the object's key, or the prefix that a listing asks for; decoded
 * @param virtualHosted whether the bucket's name is in the host, not in the path
 */
record S3Call(S3Operation operation, String bucket, String key, boolean virtualHosted, Map<String, String> query) {

    static S3Call of(String method, String host, String pathAndQuery, String endpoint) {
        int question = pathAndQuery.indexOf('?');
        String path = question < 0 ? pathAndQuery : pathAndQuery.substring(0, question);
        Map<String, String> query = query(question < 0 ? "" : pathAndQuery.substring(question + 1));
        boolean virtualHosted = host.endsWith("." + endpoint);
        String bucket;
        String key;
        if (virtualHosted) {
            bucket = host.substring(0, host.length() - endpoint.length() - 1);
            key = path.substring(Math.min(1, path.length()));
        } else {
            int slash = path.indexOf('/', 1);
            bucket = decoded(path.substring(Math.min(1, path.length()), slash < 0 ? path.length() : slash));
            key = slash < 0 ? "" : path.substring(slash + 1);
        }
        // In a path a plus is a plus.
        String decodedKey = decoded(key.replace("+", "%2B"));
        S3Operation operation = operation(method, bucket, decodedKey, query);
        return new S3Call(
                operation,
                bucket,
                operation == S3Operation.LIST ? query.getOrDefault("prefix", "") : decodedKey,
                virtualHosted,
                query);
    }

    boolean isListV2() {
        return operation == S3Operation.LIST && "2".equals(query.get("list-type"));
    }

    private static S3Operation operation(String method, String bucket, String key, Map<String, String> query) {
        if (method.equals("GET") && !bucket.isEmpty() && key.isEmpty()) {
            boolean aboutTheBucket = query.containsKey("location") || query.containsKey("versioning");
            return aboutTheBucket ? S3Operation.OTHER : S3Operation.LIST;
        }
        if (key.isEmpty()) {
            return S3Operation.OTHER;
        }
        return switch (method) {
            case "GET" -> S3Operation.GET;
            case "HEAD" -> S3Operation.HEAD;
            default -> S3Operation.OTHER;
        };
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            query.put(decoded(equals < 0 ? pair : pair.substring(0, equals)), value);
        }
        return Map.copyOf(query);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
