package io.crosslog.normalize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms of text that {@code open} knows. */
final class Openers {

    static final List<String> NAMES =
            List.of("host_port", "url", "headers", "cookies", "delimited", "list", "key_values", "pattern");

    private static final List<String> OPTIONS = List.of("as", "by", "equals", "names", "pattern");

    private static final Pattern REQUEST_LINE = Pattern.compile("[A-Za-z]+ .* HTTP/[0-9.]+");

    private Openers() {}

    /** Reads an opener: a form's name, or a mapping with the name under {@code as}. */
    static Opener read(YamlValue yaml) {
        Map<String, YamlValue> options = yaml.isMap() ? yaml.members(OPTIONS) : Map.of("as", yaml);
        YamlValue as = options.get("as");
        if (as == null) {
            yaml.wrong("'as' is missing: how to open the text; known are: " + String.join(", ", NAMES));
            return text -> null;
        }
        useless(yaml, as.text(), options);
        return switch (as.text()) {
            case "host_port" -> Openers::hostPort;
            case "url" -> Openers::url;
            case "headers" -> Openers::headers;
            case "cookies" -> Openers::cookies;
            case "delimited" -> delimited(yaml, options);
            case "list" -> {
                String by = option(options, "by", ",");
                yield text -> Map.of("items", new SourceNode(items(text, by)));
            }
            case "key_values" -> {
                String by = option(options, "by", " ");
                String equals = option(options, "equals", "=");
                if (by.equals(equals)) {
                    yaml.wrong("'by' and 'equals' are both '" + by + "', so that no name can be told from its value");
                }
                yield text -> keyValues(text, by, equals);
            }
            case "pattern" -> pattern(yaml, options);
            default -> {
                as.wrong("'" + as.text() + "' is no way to open text" + YamlValue.nearest(as.text(), NAMES));
                yield text -> null;
            }
        };
    }

    private static void useless(YamlValue yaml, String form, Map<String, YamlValue> options) {
        List<String> useful =
                switch (form) {
                    case "delimited" -> List.of("as", "by", "names");
                    case "list" -> List.of("as", "by");
                    case "key_values" -> List.of("as", "by", "equals");
                    case "pattern" -> List.of("as", "pattern");
                    default -> List.of("as");
                };
        for (String option : options.keySet()) {
            if (NAMES.contains(form) && OPTIONS.contains(option) && !useful.contains(option)) {
                yaml.keyOf(option).wrong("'" + option + "' has no effect on '" + form + "'");
            }
        }
    }

    /** The parts that text is taken into by an opener that names them all; empty if only the text does. */
    static Set<String> parts(YamlValue yaml) {
        YamlValue as = yaml.isMap() ? yaml.members().get("as") : yaml;
        YamlValue names = yaml.isMap() ? yaml.members().get("names") : null;
        YamlValue patterns = yaml.isMap() ? yaml.members().get("pattern") : null;
        Set<String> parts = new LinkedHashSet<>();
        switch (as != null && as.isScalar() ? as.text() : "") {
            case "host_port" -> parts.addAll(List.of("host", "port"));
            case "url" -> parts.addAll(List.of("scheme", "user", "host", "port", "path", "query"));
            case "headers" -> parts.addAll(List.of("request_line", "headers", "rest"));
            case "cookies" -> parts.addAll(List.of("cookies", "rest"));
            case "list" -> parts.add("items");
            case "delimited" -> {
                parts.add("rest");
                (names == null ? List.<YamlValue>of() : names.items()).forEach(name -> parts.add(name.text()));
            }
            case "pattern" ->
                (patterns == null ? List.<YamlValue>of() : patterns.items())
                        .forEach(
                                one -> parts.addAll(Regex.read(one, false, true).groups()));
            default -> {
                // What the text has, nobody can tell.
            }
        }
        return parts;
    }

    /** The names that the rule gives to parts of a text in which no names stand. */
    static Set<String> columns(YamlValue yaml) {
        Map<String, YamlValue> options = yaml.isMap() ? yaml.members() : Map.of();
        YamlValue as = options.get("as");
        YamlValue names = options.get("names");
        Set<String> columns = new LinkedHashSet<>();
        if (as != null && as.isScalar() && as.text().equals("delimited") && names != null) {
            names.items().forEach(name -> columns.add(name.text()));
        }
        return columns;
    }

    private static String option(Map<String, YamlValue> options, String name, String otherwise) {
        YamlValue value = options.get(name);
        String text = value == null ? otherwise : value.text();
        if (value != null && text.isEmpty()) {
            value.wrong("'" + name + "' must not be empty");
            return otherwise;
        }
        return text;
    }

    private static @Nullable Map<String, SourceNode> hostPort(String text) {
        HostPort found = HostPort.of(text);
        if (found == null) {
            return null;
        }
        Map<String, SourceNode> parts = new LinkedHashMap<>();
        put(parts, "host", found.host());
        put(parts, "port", found.port() == null ? "" : found.port());
        return parts;
    }

    /** A path with a query, a whole URL, or the host and port of a CONNECT request. A number sign is no fragment: no client sends one, so it is data. */
    private static Map<String, SourceNode> url(String text) {
        Map<String, SourceNode> parts = new LinkedHashMap<>();
        String rest = text;
        int scheme = text.indexOf("://");
        if (scheme > 0 && text.chars().limit(scheme).allMatch(c -> Character.isLetterOrDigit(c) || c == '+')) {
            put(parts, "scheme", text.substring(0, scheme));
            int end = scheme + 3;
            while (end < text.length() && text.charAt(end) != '/' && text.charAt(end) != '?') {
                end++;
            }
            String where = text.substring(scheme + 3, end);
            int at = where.lastIndexOf('@');
            put(parts, "user", at < 0 ? "" : where.substring(0, at));
            Map<String, SourceNode> host = hostPort(where.substring(at + 1));
            if (host == null) {
                put(parts, "host", where.substring(at + 1));
            } else {
                parts.putAll(host);
            }
            rest = text.substring(end);
        }
        HostPort authority = scheme < 0 && text.indexOf('/') < 0 && text.indexOf('?') < 0 ? HostPort.of(text) : null;
        if (authority != null && authority.port() != null) {
            put(parts, "host", authority.host());
            put(parts, "port", authority.port());
            return parts;
        }
        int query = rest.indexOf('?');
        boolean hasQuery = query >= 0 && query + 1 < rest.length();
        put(parts, "path", hasQuery ? rest.substring(0, query) : rest);
        put(parts, "query", hasQuery ? rest.substring(query + 1) : "");
        return parts;
    }

    /** A block of HTTP headers, with or without the request line; what is no {@code name: value} is in {@code rest}. */
    private static Map<String, SourceNode> headers(String text) {
        Map<String, SourceNode> parts = new LinkedHashMap<>();
        List<Object> headers = new ArrayList<>();
        List<Object> rest = new ArrayList<>();
        boolean first = true;
        for (String raw : text.split("\n", -1)) {
            String line = raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw;
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1).strip();
            if (first && REQUEST_LINE.matcher(line).matches()) {
                put(parts, "request_line", line);
            } else if (colon > 0 && !value.isEmpty() && line.substring(0, colon).indexOf(' ') < 0) {
                headers.add(pair(line.substring(0, colon), value));
            } else if (!line.isBlank()) {
                rest.add(line);
            }
            first = false;
        }
        put(parts, "headers", headers);
        put(parts, "rest", rest);
        return parts;
    }

    /** {@code name=value; name=value}; what is not of this form is in {@code rest}. */
    private static Map<String, SourceNode> cookies(String text) {
        List<Object> cookies = new ArrayList<>();
        List<Object> rest = new ArrayList<>();
        for (String piece : text.split(";", -1)) {
            String cookie = piece.strip();
            int equals = cookie.indexOf('=');
            if (equals > 0 && equals + 1 < cookie.length()) {
                cookies.add(pair(cookie.substring(0, equals), cookie.substring(equals + 1)));
            } else if (!cookie.isEmpty()) {
                rest.add(cookie);
            }
        }
        Map<String, SourceNode> parts = new LinkedHashMap<>();
        put(parts, "cookies", cookies);
        put(parts, "rest", rest);
        return parts;
    }

    private static Opener delimited(YamlValue yaml, Map<String, YamlValue> options) {
        String by = option(options, "by", ",");
        YamlValue names = options.get("names");
        if (names == null) {
            yaml.wrong("'names' is missing: the names of the parts, in order");
            return text -> null;
        }
        List<String> parts = new ArrayList<>();
        for (YamlValue name : names.someItems()) {
            String part = name.text();
            if (part.isEmpty() || part.equals("rest") || parts.contains(part)) {
                name.wrong("'" + part + "' is no name for a part: "
                        + (part.isEmpty()
                                ? "it is empty"
                                : part.equals("rest") ? "what is beyond them has it" : "it is here twice"));
            }
            parts.add(part);
        }
        return text -> {
            Map<String, SourceNode> found = new LinkedHashMap<>();
            String[] pieces = text.split(Pattern.quote(by), parts.size() + 1);
            for (int i = 0; i < pieces.length; i++) {
                put(found, i < parts.size() ? parts.get(i) : "rest", pieces[i].strip());
            }
            return found;
        };
    }

    /** The pieces that are not blank. */
    private static List<Object> items(String text, String by) {
        List<Object> items = new ArrayList<>();
        for (String piece : text.split(Pattern.quote(by), -1)) {
            if (!piece.isBlank()) {
                items.add(piece.strip());
            }
        }
        return items;
    }

    private static @Nullable Map<String, SourceNode> keyValues(String text, String by, String equals) {
        Map<String, SourceNode> parts = new LinkedHashMap<>();
        for (String piece : text.split(Pattern.quote(by), -1)) {
            String pair = piece.strip();
            int at = pair.indexOf(equals);
            if (at > 0) {
                String name = pair.substring(0, at);
                if (parts.containsKey(name)) {
                    return null;
                }
                put(parts, name, pair.substring(at + equals.length()));
            } else if (!pair.isEmpty()) {
                return null;
            }
        }
        return parts;
    }

    private static Opener pattern(YamlValue yaml, Map<String, YamlValue> options) {
        YamlValue given = options.get("pattern");
        if (given == null) {
            yaml.wrong("'pattern' is missing: one or more regular expressions with named groups");
            return text -> null;
        }
        List<Regex> expressions = new ArrayList<>();
        for (YamlValue item : given.someItems()) {
            expressions.add(Regex.read(item, false, true));
        }
        return text -> {
            for (Regex expression : expressions) {
                Matcher matcher = expression.match(text);
                if (matcher != null) {
                    return groups(expression, matcher);
                }
            }
            return null;
        };
    }

    private static Map<String, SourceNode> groups(Regex expression, Matcher matched) {
        Map<String, SourceNode> parts = new LinkedHashMap<>();
        for (String name : expression.groups()) {
            String value = matched.group(name);
            put(parts, name, value == null ? "" : value);
        }
        return parts;
    }

    private static Map<String, Object> pair(String name, String value) {
        Map<String, Object> pair = new LinkedHashMap<>();
        pair.put("name", name);
        pair.put("value", value);
        return pair;
    }

    private static void put(Map<String, SourceNode> parts, String name, Object value) {
        if (!Absence.isEmpty(value)) {
            parts.put(name, new SourceNode(value));
        }
    }
}
