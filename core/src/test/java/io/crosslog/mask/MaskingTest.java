package io.crosslog.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.credentials.Secret;
import io.crosslog.model.JsonWriter;
import io.crosslog.model.LogEvent;
import io.crosslog.model.Origin;
import io.crosslog.model.RawRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Masks leave what is no secret, and keep what they promise")
class MaskingTest {

    private static final Secret KEY = Secret.of("0123456789abcdef-key");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"signature\":\"ET SCAN thing\",\"sig\":1,\"authorization\":{\"action\":\"Microsoft.Sql/write\"}}",
                "{\"authorization\":\"{\\\"action\\\":\\\"read\\\",\\\"scope\\\":\\\"/subscriptions/1\\\"}\"}",
                "alert signature=ET SCAN thing",
                "https://example.com/a?design=1&assign=2&resign=3&x=sig",
                "Cookie: -",
                "{\"cookie\":\"\",\"authorization\":null,\"http_cookies\":[]}",
                "{\"cookies\":true,\"authorization\":false}",
                "mail to bob@example.com at 10:30, see http://example.com:8080/a",
                "the cookie jar; authorization denied",
                "{\"matchVariableName\":\"HeaderValue:user-agent\",\"matchVariableValue\":\"Bearer of news\"}",
                "{\"matchVariableName\":\"QueryParamValue:q\",\"matchVariableValue\":\"' or 1=1\"}",
                "{\"a\":oops,\"name\":\"sid\",\"value\":\"x\"},{\"name\":\"Authorization\"},{\"value\":\"y\"}",
                "{\"name\":\"signature\",\"value\":\"ET SCAN\"}",
                "Matched Data: sqlmap found within REQUEST_HEADERS:User-Agent: sqlmap/1.0",
                "Matched Data: XSS data found within ARGS:q: <script>",
                "Matched Data: s&1c found within QueryParamValue:q",
                "Matched Data: is what they say; the words found within HeaderValue:x",
                "found within HeaderValue:authorization",
                "Endpoint=sb://a.example.com/;SharedAccessKeyName=RootManage;EntityPath=b",
                "DefaultEndpointsProtocol=https;AccountName=a;EndpointSuffix=core.example.net",
                "az storage account keys list --account-name a --output table",
                "--account-key",
                "--account-key --help",
                "[\"--account-name\",\"a\",\"--output\",\"table\"]",
                "2026-01-01 - ok -- done",
                "100%",
                "%",
                "\\",
                "{\"a\":\"\\u00e9\\n\"}",
                "{\"authorization\" : {\"action\":\"a\",\"evidence\":{\"role\":\"Log Analytics Reader\"},\"l\":[1]}}",
                "{\"identity\":{\"authorization\":[ {\"action\":\"a/read\",\"principals\":[{\"id\":\"p\"}]},{\"result\":\"Granted\"}]}}",
                "{\"AUTHORIZATION\":\"[{\\\"result\\\":\\\"Granted\\\",\\\"l\\\":[\\\"x\\\"]}]\"}",
                "{\"identity\":{\"authorization\":[]},\"x\":{\"authorization\":[{}]}}",
                "identity: {\"type\":\"OAuth\",\"authorization\":[{\"result\":\"Granted\",\"type\":\"RBAC\"}]} end",
                "at x, authorization: [{'result': 'Granted'}], authorization={'scope': '/s'}",
                "{\"properties\":{\"authorization\":\"  {\\\"scope\\\":\\\"/s\\\"} \"}}",
                "{\"a\":NaN,\"b\":[tru,{\"name\":\"x\",\"value\":\"y\"}],\"c\":undefined}",
                "<134>1 host app: {\"headers\":[{\"name\":\"Accept\",\"value\":\"a\"}]} {\"a\":1},{\"b\":2} {",
                "{\"name\":\"a\",\"key\":\"b\",\"value\":\"c\",\"values\":[\"d\"]}",
                "[2026-01-01] ok",
                "see <name>John</name><value>5</value>, <a name=\"top\">x</a> and <value>6</value>",
                "1,\"say \"\"hi\"\" to \"\"Cookie\"\"\",2",
                "1,\"{\"\"cookie\"\":\"\"\"\",\"\"a\"\":1}\",2",
                "alert signature=ET_SCAN_Potential_VNC_Scan_5900-5920 sid=1",
                "sign=+1, signature=Microsoft-Windows-Security-Auditing; sig=abcdef",
                "args: q=1&design=2",
                "if a <b && c> d, name: Bob, value: 5",
                "&lt;p&gt;Tom &amp; Jerry&lt;/p&gt; &quot;x&quot;: 1 &amp;amp;",
                "<Authorization/> <Cookie></Cookie><Cookie> </Cookie> x > y",
                "Content-Disposition: form-data; name=\"file\"\r\n\r\nabc\r\n--b--",
                "\\&quot;a\\&quot;: &",
                "{\"a\":1.50e10,\"a\":[ 1 , 2 ],\"b\" : {}} "
            })
    @DisplayName("what only looks like one stays, to the last character")
    void untouched(String text) {
        assertThat(Masking.defaults().mask(text)).isEqualTo(text);
    }

    @Test
    @DisplayName("around a secret every character stays: spaces, digits, escapes, duplicates")
    void around() {
        String text = "{\"a\" : 1.50e10, \"a\":\"\\u00e9\\/\", \"cookie\" :\"sid=x\" ,\"b\":[ 1 ,2 ] }";
        assertThat(Masking.defaults().mask(text)).isEqualTo(text.replace("sid=x", "sid=***"));
        assertThat(Masking.defaults().mask("/k?a=1&sig=abc%3D&b=2 HTTP/1.1")).isEqualTo("/k?a=1&sig=***&b=2 HTTP/1.1");
        assertThat(Masking.defaults().mask("2026 Authorization: Bearer abc status=200"))
                .isEqualTo("2026 Authorization: Bearer *** status=200");
        assertThat(Masking.defaults().mask("Host: a\r\nCookie: a=1; b=2\r\nAccept: b"))
                .isEqualTo("Host: a\r\nCookie: a=***; b=***\r\nAccept: b");
    }

    @Test
    @DisplayName("what stands around what a firewall quotes, a key or an option stays too")
    void aroundQuotes() {
        Masking masking = Masking.defaults();
        assertThat(masking.mask("Matched Data: a sig=b c found within CookieValue:sid, rule 1"))
                .isEqualTo("Matched Data: *** found within CookieValue:sid, rule 1");
        assertThat(masking.mask("Matched Data: a=b found within REQUEST_HEADERS:authorization: Bearer x\nA: b"))
                .isEqualTo("Matched Data: *** found within REQUEST_HEADERS:authorization: Bearer ***\nA: b");
        assertThat(masking.mask("AccountName=a;AccountKey=b==;EndpointSuffix=c d"))
                .isEqualTo("AccountName=a;AccountKey=***;EndpointSuffix=c d");
        assertThat(masking.mask("az x --account-key b== --output table; az y"))
                .isEqualTo("az x --account-key *** --output table; az y");
        assertThat(masking.mask(
                        "{\"matchVariableName\":\"HeaderValue:Authorization\",\"matchVariableValue\":\"Bearer x\"}"))
                .isEqualTo(
                        "{\"matchVariableName\":\"HeaderValue:Authorization\",\"matchVariableValue\":\"Bearer ***\"}");
        Masking kept =
                Masking.builder().defaults().keep("Cookie").keep("AccountKey").build();
        assertThat(kept.mask("Matched Data: a found within CookieValue:sid; AccountKey=b"))
                .isEqualTo("Matched Data: a found within CookieValue:sid; AccountKey=b");
    }

    @Test
    @DisplayName("dropped members leave valid JSON, wherever they stood")
    void dropped() {
        Masking masking = Masking.builder()
                .path("a", MaskAs.DROP)
                .header("X-Key", MaskAs.DROP)
                .build();
        assertThat(masking.mask("{\"a\":1,\"b\":2}")).isEqualTo("{\"b\":2}");
        assertThat(masking.mask("{\"b\":2, \"a\":{\"x\":[1]}}")).isEqualTo("{\"b\":2}");
        assertThat(masking.mask("{\"a\":1}")).isEqualTo("{}");
        assertThat(masking.mask("{\"c\":[{\"a\":1},{\"a\":2,\"d\":3}]}")).isEqualTo("{\"c\":[{},{\"d\":3}]}");
        assertThat(masking.mask("{\"h\":[{\"name\":\"x-key\",\"value\":\"v\"},{\"name\":\"y\",\"value\":\"w\"}]}"))
                .isEqualTo("{\"h\":[{\"name\":\"y\",\"value\":\"w\"}]}");
        assertThat(masking.mask("X-Key: abc\r\nY: z")).isEqualTo("X-Key: \r\nY: z");
        Masking cookies = Masking.builder().header("Set-Cookie2", MaskAs.DROP).build();
        assertThat(cookies.mask("headers={Set-Cookie2=a=b; c=d}")).isEqualTo("headers={Set-Cookie2=");
        assertThat(event(masking, Map.of("a", List.of(1), "b", 2)).toJson()).isEqualTo("{\"b\":2}");
    }

    @Test
    @DisplayName("hashes are the first half of HMAC-SHA-256, and stay what they are when masked again")
    void hashes() {
        Masking masking =
                Masking.builder().path("user.email", MaskAs.HASH).key(() -> KEY).build();
        String once = masking.mask("{\"x\":{\"user\":{\"email\":\"bob@example.com\"}}}");
        // Reckoned by openssl: printf bob@example.com | openssl dgst -sha256 -hmac 0123456789abcdef-key
        assertThat(once).isEqualTo("{\"x\":{\"user\":{\"email\":\"hmac:dd543e2bc3350a97133a02bad93088dd\"}}}");
        assertThat(masking.mask(once)).isEqualTo(once);
        assertThat(masking.toString() + KEY).doesNotContain("0123");
    }

    @Test
    @DisplayName("a hash without a key, and with one too short, is refused without telling it")
    void keys() {
        assertThatThrownBy(() -> Masking.builder().path("a", MaskAs.HASH).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("key(...)");
        Masking masking = Masking.builder()
                .path("a", MaskAs.HASH)
                .key(() -> Secret.of("short"))
                .build();
        assertThatThrownBy(() -> masking.mask("{\"a\":1}"))
                .hasMessageContaining("has 5 bytes")
                .hasMessageNotContaining("short");
    }

    @Test
    @DisplayName("what a user names wins over the defaults, and may be kept")
    void userWins() {
        Masking masking = Masking.builder()
                .defaults()
                .header("Cookie", MaskAs.DROP)
                .parameter("ticket", MaskAs.MASK)
                .keep("X-Api-Key")
                .keep("sig")
                .build();
        assertThat(masking.mask("{\"cookie\":\"a=b\",\"x\":1}")).isEqualTo("{\"x\":1}");
        assertThat(masking.mask("/a?ticket=1&sig=2&signature=3")).isEqualTo("/a?ticket=***&sig=2&signature=***");
        assertThat(masking.mask("x-api-key: a")).isEqualTo("x-api-key: a");
        assertThat(masking.mask("Authorization: Basic a")).isEqualTo("Authorization: Basic ***");
    }

    @Test
    @DisplayName("patterns find what they are for in texts, numbers and escaped texts; a slow one masks the text whole")
    void patterns() {
        Masking cards = Masking.builder()
                .pattern(Pattern.compile("\\b(\\d{12})\\d{4}\\b"), MaskAs.MASK)
                .build();
        assertThat(cards.mask("{\"a\":\"card 4111111111111111.\",\"n\":4111111111111111,\"m\":7}"))
                .isEqualTo("{\"a\":\"card ***1111.\",\"n\":\"***1111\",\"m\":7}");
        Masking slow = Masking.builder()
                .pattern(Pattern.compile("((a|aa)+)\\2b"), MaskAs.MASK)
                .build();
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertThat(slow.mask("x" + "a".repeat(60)))
                .isEqualTo("***"));
        Masking deep = Masking.builder()
                .pattern(Pattern.compile("(x|y)*z"), MaskAs.MASK)
                .build();
        assertThat(deep.mask("xy".repeat(50_000))).isEqualTo("***");
    }

    @Test
    @DisplayName("a secret that stands once more without its name is found there too, in the record's bytes as well")
    void echoes() {
        RawRecord record = RawRecord.of(
                Origin.prefix("t", "t:").at(1),
                "GET /,sid=abcdefgh12345,x".getBytes(StandardCharsets.UTF_8),
                Instant.EPOCH);
        LogEvent event = LogEvent.builder(record)
                .put("request", "GET /")
                .put("cookie", "sid=abcdefgh12345")
                .put("message", "session abcdefgh12345 ended")
                .put("unmapped", Map.of("copy", List.of("abcdefgh12345")))
                .build();
        LogEvent masked = Masking.defaults().mask(event);
        assertThat(masked.toJson())
                .isEqualTo("{\"request\":\"GET /\",\"cookie\":\"sid=***\",\"message\":\"session *** ended\","
                        + "\"unmapped\":{\"copy\":[\"***\"]}}");
        assertThat(new String(masked.record().copyBytes(), StandardCharsets.UTF_8))
                .isEqualTo("GET /,sid=***,x");
        assertThat(masked.record().length()).isEqualTo(15);
        assertThat(masked.id()).isEqualTo(event.id());
        assertThat(masked.toString()).doesNotContain("abcdefgh12345");
    }

    @Test
    @DisplayName("an event without secrets is the same event")
    void same() {
        LogEvent event = LogEvent.builder(RawRecord.of(Origin.prefix("t", "t:").at(1), new byte[0], Instant.EPOCH))
                .put("a", "text")
                .put("b", Map.of("c", 1))
                .build();
        assertThat(Masking.defaults().maskFields(event)).isSameAs(event);
        assertThat(Masking.none().mask(event)).isSameAs(event);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization: basic a ",
                "://",
                "://a:",
                "%3A%2F%2Fa:",
                "://a%3A%2F%2Fa%253A%252F%252Fa%25253A%25252F%25252Fa:b",
                "a:b@",
                "cookie=\"",
                "sig=%25",
                "%2525",
                "\\\\\"cookie\\\":",
                "[",
                "{\"cookie\":{",
                "{\"cookie\":[",
                "?sig=a&",
                "cookie:\r\n ",
                "\"cookie\"",
                "authorization:",
                "=",
                "digest cookie: authorization: digest ",
                "matched data: ",
                "--account-key ",
                "-account-key '",
                "--a",
                "-- ",
                "matched data: x found within requestcookies:",
                "matched data: x sig=1 found within ARGS:sig:",
                "{\"name\":\"cookie\",",
                "name='",
                "\"name\":\"cookie\",\"value\":{",
                "HeaderValue:cookie ",
                "accountkey=;",
                "{\"a\":[\"cookie\",",
                "signature=a;signature=",
                "<Cookie>",
                "<Cookie",
                "<Cookie>\n<a>",
                "<Cookie><![CDATA[",
                "<![CDATA[",
                "<a:",
                "<name>",
                "<name>cookie</name>",
                "&quot;",
                "&quot;cookie&quot;:&quot;",
                "&amp;",
                "\\&amp;",
                "\"\"cookie\"\":\"\"",
                "\"\"",
                ",sig=a",
                "name=cookie ",
                "key=",
                "authorization:{\"",
                "authorization:[{\"Bearer ",
                "name=\"sig\"\n\n",
                "name=\"sig\"\n\n\n-"
            })
    @DisplayName("half a megabyte of anything takes its time once, not squared")
    void linear(String piece) {
        String text = piece.repeat((1 << 19) / piece.length());
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThat(Masking.defaults().mask(text)).isNotEmpty();
            assertThat(Masking.defaults().mask("{\"a\":\"" + text.replace("\"", "\\\"") + "\"}"))
                    .isNotEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "{\"name\":\"Cookie\",\"value\": ! }",
                "{\"name\":\"Authorization\",\"value\":[ ! ]}",
                "{\"name\":\"X-Api-Key\",\"value\":{\"v\": ! }}",
                "{\"value\": ! ,\"name\":\"Cookie\"}",
                "{\"value\":[ ! ],\"key\":\"Authorization\"}",
                "{\"cookies\": ! }",
                "{\"cookie\":[{\"name\":\"Cookie\",\"value\": ! }]}",
                "[\"Cookie\", ! ]"
            })
    @DisplayName(
            "pairs in the values of pairs take their time once, however deep they are, also in the text of a field")
    void nestedPairs(String before, String after) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int depth : List.of(1, 2, 15, 40, 60, 199, 1_000)) {
                String text = before.repeat(depth) + "\"sid=abcdefghij\"" + after.repeat(depth);
                String field = "{\"args\":" + new JsonWriter(64).text(text) + "}";
                String masked =
                        Masking.defaults().mask(text) + Masking.defaults().mask(field);
                if (depth < 100 || !before.startsWith("{\"value")) {
                    assertThat(masked).as("depth %s", depth).doesNotContain("abcdefghij");
                }
            }
            String wide = before.repeat(60) + "{\"k\":\"" + "a=b;".repeat(1 << 16) + "\"}" + after.repeat(60);
            assertThat(Masking.defaults().mask(wide)).contains("***");
        });
    }

    private static LogEvent event(Masking masking, Map<String, ?> fields) {
        LogEvent.Builder builder =
                LogEvent.builder(RawRecord.of(Origin.prefix("t", "t:").at(1), new byte[0], Instant.EPOCH));
        fields.forEach(builder::put);
        return masking.mask(builder.build());
    }
}
