package io.crosslog.sls;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What region, project, logstore and endpoint may look like, and what people mistake for them. */
final class SlsAddress {

    private static final Pattern REGION = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)+");
    private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");
    private static final Pattern LOGSTORE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,61}[a-z0-9]");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9-]+)*");
    private static final Pattern HOST_AND_PORT = Pattern.compile("(.+?)(?::([0-9]{1,5}))?");
    private static final Pattern SERVICE =
            Pattern.compile("(.+?)(?:-intranet|-internal|-vpc|-share)?\\.(?:log|sls)\\.aliyuncs\\.com");

    private SlsAddress() {}

    static void checkRegion(String region, List<String> problems) {
        if (region.endsWith("-intranet")) {
            problems.add(
                    "region was '" + region + "' but the intranet is chosen by intranet(), with the plain region id");
        } else if (region.contains(".")) {
            problems.add("region was '" + region
                    + "' but it must be a region id such as cn-shanghai; a host is given with" + " endpoint(host)");
        } else if (!REGION.matcher(region).matches()) {
            problems.add("region was '" + region + "' but it must be a region id such as cn-shanghai");
        }
    }

    static void checkNames(String project, String logstore, List<String> problems) {
        if (!PROJECT.matcher(project).matches()) {
            problems.add(
                    "project was '" + project + "' but it must have 3 to 63 lower-case letters, digits and hyphens");
        }
        if (!LOGSTORE.matcher(logstore).matches()) {
            problems.add("logstore was '" + logstore
                    + "' but it must have 2 to 63 lower-case letters, digits, hyphens and underscores");
        }
    }

    /** An endpoint, before which the project is put. */
    static void checkEndpoint(String endpoint, String project, List<String> problems) {
        String is = "endpoint was '" + endpoint + "' but it must be ";
        if (endpoint.contains("://")) {
            problems.add(is + "a host without a scheme; plain HTTP is chosen by allowHttp()");
        } else if (endpoint.contains("/")) {
            problems.add(is + "a host without a path");
        } else if (endpoint.contains(":")) {
            problems.add(is + "a host without a port; a port can be given with customDomain(host:port)");
        } else if (!project.isEmpty() && endpoint.startsWith(project + ".")) {
            problems.add(is + "a host without the project, which is put before it: "
                    + endpoint.substring(project.length() + 1));
        } else if (!HOST.matcher(endpoint).matches()) {
            problems.add(is + "a host such as cn-shanghai.log.aliyuncs.com");
        } else if (SERVICE.matcher(endpoint).matches() && endpoint.split("\\.", -1).length > 4) {
            problems.add(is + "a host without a project, which is put before it: "
                    + endpoint.substring(endpoint.indexOf('.') + 1));
        }
    }

    /** A domain of one's own that stands for one project. */
    static void checkDomain(String domain, List<String> problems) {
        String is = "customDomain was '" + domain + "' but it must be ";
        Matcher parts = HOST_AND_PORT.matcher(domain);
        if (domain.contains("://")) {
            problems.add(is + "a host without a scheme; plain HTTP is chosen by allowHttp()");
        } else if (!parts.matches() || !HOST.matcher(parts.group(1)).matches()) {
            problems.add(is + "a host, or host:port");
        } else if (parts.group(2) != null && !isPort(Integer.parseInt(parts.group(2)))) {
            problems.add(is + "a host, or host:port with a port from 1 to 65535");
        }
    }

    static boolean isPort(int port) {
        return port >= 1 && port <= 65_535;
    }

    /** The region that one of the service's own endpoints is for. */
    static Optional<String> regionOf(String endpoint) {
        Matcher service = SERVICE.matcher(endpoint);
        return service.matches() && REGION.matcher(service.group(1)).matches()
                ? Optional.of(service.group(1))
                : Optional.empty();
    }

    /** The Host header leaves out the scheme's own port, and the signature covers that header. */
    static String authority(String domain, boolean http) {
        String own = http ? ":80" : ":443";
        return domain.endsWith(own) ? domain.substring(0, domain.length() - own.length()) : domain;
    }
}
