package io.crosslog.mask;

import io.crosslog.model.JsonWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/** The written forms in which a name and its value come in logs. */
final class WrittenForms {

    private static final List<String> CREDENTIALS =
            List.of("Authorization", "proxy_authorization", "X-Forwarded-Authorization", "http_authorization");

    private static final List<String> COOKIES = List.of("Cookie", "set-cookie", "http_cookies", "Set-Cookie2");

    private static final List<String> KEYS = List.of(
            "X-Api-Key",
            "Ocp-Apim-Subscription-Key",
            "x_auth_token",
            "accessToken",
            "refresh_token",
            "X-Amz-Security-Token",
            "X-CSRF-Token",
            "XSRF-TOKEN",
            "Private-Token",
            "X-Vault-Token",
            "client_secret",
            "AccountKey",
            "SharedAccessKey",
            "SharedAccessSignature",
            "X-Amz-Signature",
            "X-Goog-Signature",
            "x-oss-signature",
            "x-obs-signature",
            "x-cos-signature",
            "q-signature",
            "oauth_signature");

    private static final List<String> PARAMETERS =
            List.of("sig", "sign", "signature", "id_token", "auth_key", "txSecret", "wsSecret");

    private static final List<String> FIELDS =
            Stream.of(CREDENTIALS, COOKIES, KEYS).flatMap(List::stream).toList();

    private static final List<String> QUERY =
            Stream.of(KEYS, PARAMETERS).flatMap(List::stream).toList();

    /** Signs in values that need an escape somewhere, or end a value where nothing is around it. */
    private static final List<String> ANY =
            List.of("", "=", "+/", "\"", "'", "&", "<", "\\", "\n", "{", "]", ",", "\u4e2d", " ");

    private static final List<String> TOKEN = List.of("", "=", "+/", "-_", "~.");

    private WrittenForms() {}

    /** A value as a name of this kind has it. */
    static String value(String name, String secret) {
        if (CREDENTIALS.contains(name)) {
            return "Bearer " + secret;
        }
        return COOKIES.contains(name) ? "sid=" + secret + "; lang=" + secret : secret;
    }

    static List<Form> all() {
        List<Form> forms = new ArrayList<>();
        json(forms);
        pairs(forms);
        lines(forms);
        queries(forms);
        csv(forms);
        xml(forms);
        return forms;
    }

    private static void json(List<Form> forms) {
        forms.add(any("member", (n, v) -> "{\"a\":1,\"" + n + "\":" + json(v) + ",\"z\":2}"));
        forms.add(any("spaced", (n, v) -> "{ \"a\" : 1 , \"" + n + "\" :\n " + json(v) + " , \"z\":2}"));
        forms.add(any("nested", (n, v) -> "{\"h\":{\"x\":[{\"" + n + "\":" + json(v) + "},3]},\"z\":2}"));
        forms.add(any("list", (n, v) -> "{\"" + n + "\":[" + json(v) + "," + json(v) + "],\"z\":[2]}"));
        forms.add(any("in turn", (n, v) -> "{\"rawHeaders\":[\"Host\",\"a\",\"" + n + "\"," + json(v) + "]}"));
        forms.add(any("no literal before", (n, v) -> "{\"a\":NaN,\"b\":undefined,\"" + n + "\":" + json(v) + "}"));
        forms.add(any("broken before", (n, v) -> "{\"a\":\"x\" oops, \"" + n + "\":" + json(v) + ",\"b\":\"c\"}"));
        forms.add(any("a line each", (n, v) -> "{\"a\":1}\n{\"" + n + "\":" + json(v) + "}\n{\"b\":\"c\"}"));
        forms.add(any("behind a prefix", (n, v) -> "<134>1 host app: {\"" + n + "\":" + json(v) + "} end"));
        forms.add(token("single quotes", FIELDS, (n, v) -> "{'a': 1, '" + n + "': '" + v + "', 'b': 'c'}"));
        forms.add(token("tuples", FIELDS, (n, v) -> "[('Host', 'a'), ('" + n + "', '" + v + "'), ('b', 'c')]"));
        forms.add(token(
                "subscript", FIELDS, (n, v) -> "headers[\"a\"] = \"b\"; headers[\"" + n + "\"] = \"" + v + "\"; x"));
        forms.add(apart("taken apart", (n, v) -> "{\"" + n + "\":{\"scheme\":\"Bearer\",\"parameter\":" + v + "}}"));
        forms.add(apart("taken apart in a list", (n, v) -> "{\"" + n + "\":[{\"a\":\"b\",\"value\":" + v + "}]}"));
        forms.add(apart("taken apart in text", (n, v) -> "x " + n + "={\"scheme\":\"Bearer\",\"token\" : " + v + "}"));
        forms.add(token("arrows", FIELDS, (n, v) -> "{\"a\" => 1, \"" + n + "\" => \"" + v + "\"}"));
    }

    private static void pairs(List<Form> forms) {
        for (String names :
                List.of("name value", "key value", "header value", "headerName headerValue", "Name Values")) {
            String name = names.substring(0, names.indexOf(' '));
            String value = names.substring(names.indexOf(' ') + 1);
            forms.add(any(
                    names,
                    (n, v) -> "{\"h\":[{\"" + name + "\":\"" + n + "\",\"x\":{\"y\":\"}\"},\"" + value + "\":" + json(v)
                            + "},{\"" + name + "\":\"a\",\"" + value + "\":\"b\"}]}"));
            forms.add(any(
                    names + " broken",
                    (n, v) -> "{\"h\":[{\"" + name + "\":\"" + n + "\" oops,\"" + value + "\":" + json(v) + "},{\""
                            + name + "\":\"a\",\"" + value + "\":\"b\"}]}"));
            forms.add(late(
                    names + ", value first",
                    (n, v) -> "{\"h\":[{\"" + value + "\":" + json(v) + ",\"" + name + "\":\"" + n + "\"}]}"));
        }
        forms.add(any("list of values", (n, v) -> "{\"name\":\"" + n + "\",\"value\":[" + json(v) + "],\"z\":1}"));
        forms.add(any("typed value", (n, v) -> "{\"key\":\"" + n + "\",\"value\":{\"stringValue\":" + json(v) + "}}"));
        forms.add(any(
                "a place",
                (n, v) -> "{\"matchVariableName\":\"HeaderValue:" + n + "\",\"matchVariableValue\":" + json(v) + "}"));
        forms.add(token(
                "pairs of plain text",
                FIELDS,
                (n, v) -> "- name: " + n + "\n  value: " + v + "\n- name: a\n  value: b"));
    }

    private static void lines(List<Form> forms) {
        forms.add(token(
                "headers", FIELDS, (n, v) -> "GET / HTTP/1.1\r\nHost: a\r\n" + n + ": " + v + "\r\nX: y\r\n\r\n"));
        forms.add(token("headers of Unix", FIELDS, (n, v) -> "Host: a\n" + n + ":" + v + "\nX: y\n"));
        forms.add(token("folded", FIELDS, (n, v) -> "Host: a\r\n" + n + ":\r\n " + v + "\r\nX: y\r\n"));
        forms.add(token("in a line", FIELDS, (n, v) -> "2026-01-01 INFO failed, headers={" + n + "=" + v + "}"));
        forms.add(token("quoted", FIELDS, (n, v) -> "headers=[" + n + ":\"" + v + "\", Accept:\"*/*\"] x=y"));
        forms.add(token("option", KEYS, (n, v) -> "run --a b --" + n + " " + v + " --c d"));
        forms.add(token("option with a sign", KEYS, (n, v) -> "run --a b --" + n + "=" + v + " --c d"));
        forms.add(token("option in quotes", KEYS, (n, v) -> "run --" + n + " \"" + v + "\" --c d"));
        forms.add(token("arguments", KEYS, (n, v) -> "{\"args\":[\"run\",\"--a\",\"--" + n + "\",\"" + v + "\"]}"));
        forms.add(token("connection string", KEYS, (n, v) -> "Endpoint=sb://a.example.com/;" + n + "=" + v + ";b=c"));
        forms.add(new Form(
                "quoted by a firewall",
                FIELDS,
                TOKEN,
                true,
                (n, v) -> "Matched Data: " + v + " found within REQUEST_HEADERS:" + n + ": " + v));
    }

    private static void queries(List<Form> forms) {
        forms.add(
                token("URL", QUERY, (n, v) -> "GET https://a.example.com/k?a=1&" + n + "=" + url(v) + "&b=2 HTTP/1.1"));
        forms.add(token("first of a URL", QUERY, (n, v) -> "\"GET /k?" + n + "=" + url(v) + " HTTP/1.1\" 200"));
        forms.add(token("fragment", QUERY, (n, v) -> "https://a.example.com/#" + n + "=" + url(v)));
        forms.add(token(
                "URL in XML",
                QUERY,
                (n, v) -> "<a>https://a.example.com/k?a=1&amp;" + n + "=" + url(v) + "&amp;b=2</a>"));
        forms.add(token(
                "URL in a URL",
                QUERY,
                (n, v) -> "to=" + url("https://a.example.com/k?a=1&" + n + "=" + url(v) + "&b=2")));
        forms.add(token(
                "twice", QUERY, (n, v) -> "to=" + url(url("https://a.example.com/k?" + n + "=" + url(v) + "&b=2"))));
        forms.add(token("form", QUERY, (n, v) -> "a=1&" + n + "=" + url(v) + "&b=2"));
        forms.add(lateToken("first of a form", QUERY, (n, v) -> n + "=" + url(v) + "&b=2"));
        forms.add(lateToken("first of a form with blanks", QUERY, (n, v) -> n + "=" + url(v) + "&b=2 3"));
        forms.add(lateToken("alone", QUERY, (n, v) -> n + "=" + url(v)));
        forms.add(lateToken("args", QUERY, (n, v) -> "args: " + n + "=" + url(v) + "&se=1"));
        forms.add(lateToken("args alone", QUERY, (n, v) -> "args: " + n + "=" + url(v)));
        forms.add(lateToken("body", QUERY, (n, v) -> "POST / HTTP/1.1\r\nHost: a\r\n\r\n" + n + "=" + url(v)));
        forms.add(lateToken(
                "body of more", QUERY, (n, v) -> "POST / HTTP/1.1\r\nHost: a\r\n\r\n" + n + "=" + url(v) + "&a=b"));
        forms.add(token("form of PHP", KEYS, (n, v) -> "a=1&h[" + n + "]=" + url(v) + "&b=2"));
        for (String scheme : List.of("https", "jdbc:mysql", "redis")) {
            forms.add(new Form(
                    "password of " + scheme,
                    List.of("password"),
                    List.of("", "-_", "~.", ":", "!*"),
                    true,
                    (n, v) -> "connect to " + scheme + "://user:" + v + "@db.example.com:1234/x?y=z failed"));
            forms.add(new Form(
                    "password in a URL in a URL, " + scheme,
                    List.of("password"),
                    TOKEN,
                    true,
                    (n, v) -> "to=" + url(scheme + "://user:" + url(v) + "@db.example.com:1234/x?y=z") + "&a=b"));
        }
        forms.add(token(
                "part",
                QUERY,
                (n, v) -> "--b\r\nContent-Disposition: form-data; name=\"" + n + "\"\r\n\r\n" + v + "\r\n--b--\r\n"));
    }

    private static void csv(List<Form> forms) {
        forms.add(
                any("JSON in CSV", (n, v) -> "1," + csv("{\"a\":1,\"" + n + "\":" + json(v) + ",\"b\":\"c\"}") + ",2"));
        forms.add(any(
                "pair in CSV", (n, v) -> "1," + csv("[{\"name\":\"" + n + "\",\"value\":" + json(v) + "}]") + ",2"));
        forms.add(any(
                "JSON in JSON in CSV",
                (n, v) -> "1," + csv("{\"m\":" + json("{\"" + n + "\":" + json(v) + "}") + "}") + ",2"));
        forms.add(any("CSV in CSV", (n, v) -> "1," + csv("3," + csv("{\"" + n + "\":" + json(v) + "}") + ",4") + ",2"));
        forms.add(token(
                "headers in CSV", FIELDS, (n, v) -> "1," + csv("Host: a\r\n" + n + ": " + v + "\r\nX: y") + ",2"));
        forms.add(lateToken("query in CSV", QUERY, (n, v) -> "1,/k," + n + "=" + url(v) + "&a=b,200"));
        forms.add(token(
                "XML in CSV", FIELDS, (n, v) -> "1," + csv("<h name=\"" + n + "\" value=\"" + v + "\"/>") + ",2"));
    }

    private static void xml(List<Form> forms) {
        forms.add(xml("element", (n, v) -> "<h><a>1</a><" + n + ">" + v + "</" + n + "><b>2</b></h>"));
        forms.add(xml("prefixed", (n, v) -> "<s:h><s:" + n + ">" + v + "</s:" + n + "></s:h>"));
        forms.add(xml("with attributes", (n, v) -> "<h><" + n + " type=\"x\" n='y'>" + v + "</" + n + "></h>"));
        forms.add(xml(
                "children", (n, v) -> "<" + n + ">\n <item>" + v + "</item>\n <item>" + v + "</item>\n</" + n + ">"));
        forms.add(xml("attribute", (n, v) -> "<h a=\"1\" " + n + "=\"" + v + "\" b=\"2\"/>"));
        forms.add(xml("attribute in single quotes", (n, v) -> "<h a='1' " + n + "='" + v + "' b='2'/>"));
        forms.add(xml("attributes of a pair", (n, v) -> "<header name=\"" + n + "\" value=\"" + v + "\"/>"));
        forms.add(xml("named by an attribute", (n, v) -> "<Data Name=\"" + n + "\">" + v + "</Data>"));
        forms.add(xml("elements of a pair", (n, v) -> "<h><name>" + n + "</name><value>" + v + "</value></h>"));
        forms.add(xml(
                "elements with prefixes",
                (n, v) -> "<x:h>\n<x:Key>" + n + "</x:Key>\n<x:Value>" + v + "</x:Value></x:h>"));
        forms.add(any("CDATA", (n, v) -> "<h><" + n + "><![CDATA[" + v + "]]></" + n + "></h>"));
        forms.add(xml(
                "escaped",
                (n, v) -> "<msg>" + entities("<h><p:" + n + " a=\"b\">" + v + "</p:" + n + "></h>") + "</msg>"));
        forms.add(any(
                "JSON in XML",
                (n, v) -> "<msg a='b'>" + entities("{\"" + n + "\":" + json(v) + ",\"b\":\"c\"}") + "</msg>"));
        forms.add(any(
                "JSON in an attribute",
                (n, v) -> "<msg a=\"" + entities("{\"b\":1,\"" + n + "\":" + json(v) + "}") + "\"/>"));
    }

    private static Form apart(String label, BinaryOperator<String> writing) {
        return new Form(
                label,
                List.of("Authorization"),
                ANY,
                false,
                (n, v) -> writing.apply(n, json(v.substring("Bearer ".length()))));
    }

    private static Form any(String label, BinaryOperator<String> writing) {
        return new Form(label, FIELDS, ANY, false, writing);
    }

    private static Form late(String label, BinaryOperator<String> writing) {
        return new Form(label, FIELDS, ANY, true, writing);
    }

    private static Form token(String label, List<String> names, BinaryOperator<String> writing) {
        return new Form(label, names, TOKEN, false, writing);
    }

    /** A form in which what follows a value tells that it is one. */
    private static Form lateToken(String label, List<String> names, BinaryOperator<String> writing) {
        return new Form(label, names, TOKEN, true, writing);
    }

    private static Form xml(String label, BinaryOperator<String> writing) {
        return new Form(label, FIELDS, ANY, false, (n, v) -> writing.apply(n, entities(v)));
    }

    private static String json(String text) {
        return new JsonWriter(64).text(text).toString();
    }

    private static String url(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String csv(String cell) {
        return "\"" + cell.replace("\"", "\"\"") + "\"";
    }

    private static String entities(String text) {
        return text.replace("&", "&amp;")
                .replace("\"", "&quot;")
                .replace("'", "&apos;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    /**
     * A form.
     *
     * @param label says which
     * @param names the names that come in it
     * @param signs what may stand in its values
     * @param saysLate whether the name may stand behind the value
     * @param writing writes a name and a value
     */
    record Form(
            String label, List<String> names, List<String> signs, boolean saysLate, BinaryOperator<String> writing) {

        String write(String name, String value) {
            return writing.apply(name, value);
        }
    }
}
