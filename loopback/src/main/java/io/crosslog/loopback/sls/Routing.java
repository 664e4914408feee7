package io.crosslog.loopback.sls;

import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads project, logstore and shard key from a request line and its host. Safe for concurrent calls. */
final class Routing {
    private static final Pattern PATH = Pattern.compile("/logstores/([^/]+)/shards/(lb|route)");
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}|localhost");

    private final Set<String> endpoints;
    private final String defaultProject;

    Routing(Set<String> endpoints, String defaultProject) {
        this.endpoints = endpoints;
        this.defaultProject = defaultProject;
    }

    Target targetOf(HttpHead head) throws Refusal {
        String project = projectOf(head.authority());
        Matcher path = PATH.matcher(head.path());
        if (!path.matches()) {
            throw new Refusal(404, "InvalidURI", "No operation of this endpoint has the path " + head.path());
        }
        if (!head.method().equals("POST")) {
            throw new Refusal(405, "MethodNotAllowed", head.path() + " takes POST, not " + head.method());
        }
        if (path.group(2).equals("lb")) {
            return new Target(project, path.group(1), null, null);
        }
        SortedMap<String, String> query = Query.parse(head.query());
        String key = query.getOrDefault("key", "");
        if (!key.matches("[0-9a-fA-F]{32}")) {
            throw new Refusal(400, "ParameterInvalid", "key must be 32 hexadecimal digits, not '" + key + "'");
        }
        return new Target(project, path.group(1), key.toUpperCase(Locale.ROOT), sequenceId(query.get("seqid")));
    }

    private String projectOf(String authority) throws Refusal {
        int colon = authority.lastIndexOf(':');
        String host = (colon < 0 ? authority : authority.substring(0, colon)).toLowerCase(Locale.ROOT);
        if (host.isEmpty()) {
            throw new Refusal(400, "MissingHost", "Host does not exist in http header.");
        }
        if (LOOPBACK.matcher(host).matches()) {
            return defaultProject;
        }
        int dot = host.indexOf('.');
        String endpoint = host.substring(dot + 1);
        if (dot <= 0 || !endpoints.contains(endpoint)) {
            throw new Refusal(
                    404,
                    "ProjectNotExist",
                    "The Project does not exist : " + host + "; this endpoint answers for <project>." + endpoints);
        }
        return host.substring(0, dot);
    }

    private static @Nullable Long sequenceId(@Nullable String text) throws Refusal {
        if (text == null) {
            return null;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw new Refusal(400, "ParameterInvalid", "seqid must be a number, not '" + text + "'");
        }
        return Long.valueOf(text);
    }
}
