package io.crosslog.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A first look at bytes tells whether they may hold a secret")
class TriggersTest {

    private static final MaskRules RULES = new MaskRules(
            new Names(Names.defaultFields(), Names.defaultParameters(), Set.of()),
            List.of(),
            List.of(),
            new Values(new Hasher(null)),
            true);
    private static final Triggers TRIGGERS = new Triggers(RULES);
    private static final Texts TEXTS = new Texts(RULES);

    private static final String[] PIECES = {
        "Authorization",
        "cookie",
        "Cookie2",
        "X-Api-Key",
        "api_key",
        "sig",
        "sign",
        "signature",
        "ARGS",
        "HeaderValue",
        "REQUEST_COOKIES",
        "found within ",
        "Matched Data: ",
        "name",
        "value",
        "key",
        "header",
        "args",
        "message",
        "http_",
        ":",
        "=",
        "\"",
        "\"",
        "\\\"",
        "\\\\\\\"",
        "'",
        "{",
        "}",
        "[",
        "]",
        ",",
        ", ",
        " ",
        "\n",
        "\\n",
        ";",
        "&",
        "?",
        "https://",
        "https:\\/\\/",
        "https%3A%2F%2F",
        "http:",
        "//",
        "/",
        "@",
        "%40",
        "%3A",
        "%3a",
        "%2F",
        "%3D",
        "%253D",
        "\\u003d",
        "\\u003a",
        "\\u0022",
        "\\u002f",
        "&lt;",
        "&quot;",
        "<",
        ">",
        "</",
        "--",
        "-",
        "_",
        "=>",
        "#2",
        "#12",
        "Bearer abc",
        "Basic dTpw",
        "s3cret",
        "user",
        "host.example",
        "***",
        "\"\"",
        "\"-\"",
        "\"***\"",
        "null",
        "0",
        "a",
        "z",
        "name",
        "key: ",
        "value",
        ",",
        "]",
        "(\"",
        "{\"",
        "\r\n\r\n",
        "\\r\\n",
        "form-data; name=\"",
        "&gt;",
        "&amp;",
        "&#34;",
        "<s:",
        "%3Cs%3A",
        "<![CDATA[",
        " x=\"y\">",
        "cookies.",
        "request.",
        ".",
        "\\u002e",
        "FOO:",
        "REQUEST_HEADERS:",
        "ARGS:",
        "%20",
        "\\u0020",
        "&#38;",
        "\\t",
        "%09",
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("and never says no to one that is masked")
    void neverNo(long seed) {
        Random random = new Random(seed);
        int fired = 0;
        for (int i = 0; i < 40_000; i++) {
            StringBuilder pieces = new StringBuilder(random.nextInt(3) == 0 ? "{\"" : "");
            int count = 1 + random.nextInt(14);
            for (int j = 0; j < count; j++) {
                pieces.append(PIECES[random.nextInt(PIECES.length)]);
            }
            String text = pieces.toString();
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (TRIGGERS.fire(bytes, 0, bytes.length)) {
                fired++;
            } else {
                assertThat(TEXTS.text(text, List.of(), 0, new Found())).isEqualTo(text);
            }
        }
        assertThat(fired).isBetween(4_000, 36_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https%3A%2F%2Fuser%3As3cret@host.example",
                "{\"u\":\"https:\\/\\/user:s3cret@host.example\"}",
                "{\"mail\":\"bob@host.example\",\"u\":\"https://user:s3cret@host.example\"}",
                "{\"Api Key\":\"s3cret\"}",
                "{\"cookie#12\":\"a=s3cret\"}",
                "{\"cookie\":\"\\\"\",\"x\":\"y\"}",
                "{\"cookie\":\"--\"}",
                "{\"name\":\"cookie\",\"value\":\"-\"}",
                "ARGS:sig: s3cret",
                "Matched Data: s3cret found within FOO:authorization",
                "Matched Data: s3cret found within FOO\\u003aauthorization",
                "{\"name\":\"ARGS: s ig\",\"value\":\"s3cret\"}",
                "{\"name\":\"ARGS:s\\u0020ig\",\"value\":\"s3cret\"}",
                "Matched Data: s3cret found within ARGS:%20sig",
                "Matched Data: s3cret found within ARGS:sig.",
                "{\"request.cookies.sid\":\"s3cret\"}",
                "{\"request.cookies\\u002esid\":\"s3cret\"}",
                "https://user:a&#38;b@host.example",
                "https://host.example/?sig=s3cret",
            })
    @DisplayName("and says yes to what may be one")
    void yes(String text) {
        assertThat(fires(text)).isTrue();
    }

    @Test
    @DisplayName(
            "and says no to records of firewalls, flows, sign-ins and storage without secrets, as they are read and as events")
    void everyday() throws IOException {
        assertThat(everydayRecords())
                .hasSizeGreaterThan(20)
                .filteredOn(TriggersTest::fires)
                .isEmpty();
    }

    @Test
    @DisplayName("and says yes to each of them once a secret is in it, wherever a value of text ends")
    void everydayWithSecrets() throws IOException {
        for (String record : everydayRecords()) {
            for (String secret :
                    List.of("https://u:s3cret@a", "?sig=s3cret", "REQUEST_COOKIES:sid", "a\\nCookie: sid=x")) {
                for (int end = record.indexOf("\","); end >= 0; end = record.indexOf("\",", end + 1)) {
                    assertThat(fires(record.substring(0, end) + " " + secret + record.substring(end)))
                            .isTrue();
                }
            }
        }
    }

    private static List<String> everydayRecords() throws IOException {
        try (InputStream lines = TriggersTest.class.getResourceAsStream("everyday.lines")) {
            return new String(Objects.requireNonNull(lines).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    @Test
    @DisplayName("and says yes to a password, however long and however escaped it is")
    void longPasswords() {
        for (String letter : List.of("\u5bc6", "%21", "%252525252521", "\\\\\\\\u0021", "&amp;amp;#38;", "a")) {
            String text = "https://user:" + letter.repeat(3_000) + "@host.example";
            assertThat(TEXTS.text(text, List.of(), 0, new Found())).doesNotContain(letter.repeat(3));
            assertThat(fires(text)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cookie\":\"\",\"x\":\"y\"}",
                "{\"cookie\": \"-\" , \"Authorization\":\"***\"}",
                "{\\\"cookie\\\":\\\"\\\",\\\"x\\\":1}",
                "{\"match_location\":\"ARGS_GET\",\"args\":\"a\"}",
                "{\"sign\":\"plus\",\"design\":\"new\"}",
                "{\"url\":\"https://host.example/?a=b\",\"uid\":\"tencent/waf-access@1\"}",
                "Matched Data: s&1c found within QueryParamValue:q",
                "Matched Data: a found within REQUEST_HEADERS:User-Agent: sqlmap, ARGS:id, HeaderValue:x",
                "mailto:bob@host.example, see https://host.example/ or alice@host.example",
            })
    @DisplayName("and says no to what everyday logs hold, so that masks cost them nothing more")
    void no(String text) {
        assertThat(fires(text)).isFalse();
    }

    @Test
    @DisplayName("and looks at each byte once, whatever it is")
    void empty() {
        assertThat(TRIGGERS.fire(new byte[0], 0, 0)).isFalse();
        assertThat(fires("::://@")).isTrue();
    }

    private static boolean fires(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return TRIGGERS.fire(bytes, 0, bytes.length);
    }
}
