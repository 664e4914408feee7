package io.crosslog.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.JsonWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("Secrets are masked in whatever form they come")
class SecretFormsTest {

    private static final String SECRET = "S3cr3tValue77";
    private static final Masking MASKING = Masking.defaults();

    /** Texts in which the secret stands as it does in logs. */
    private static final List<String> TEXTS = List.of(
            "Authorization: Bearer " + SECRET,
            "authorization:Bearer " + SECRET,
            "AUTHORIZATION : Basic " + SECRET + "==",
            "GET / HTTP/1.1\r\nHost: a.example.com\r\nAuthorization: Basic " + SECRET + "\r\nAccept: */*",
            "Authorization: Digest username=\"u\", realm=\"r\", response=\"" + SECRET + "\"",
            "Authorization: q-sign-algorithm=sha1&q-ak=AK&q-signature=" + SECRET,
            "Authorization: " + SECRET,
            "Authorization: AWS4-HMAC-SHA256 Credential=AK/20260101/x, Signature=" + SECRET,
            "Proxy-Authorization: Bearer " + SECRET,
            "X-Forwarded-Authorization: Bearer " + SECRET,
            "Cookie: sid=" + SECRET,
            "Cookie: a=1; sid=\"" + SECRET + "\"; b=2",
            "Cookie: " + SECRET,
            "Cookie: " + SECRET + "==",
            "Cookie: a=1;\r\n sid=" + SECRET,
            "cookie=a=1; sid=" + SECRET,
            "Set-Cookie: sid=" + SECRET + "; Path=/; HttpOnly",
            "set-cookie2: sid=" + SECRET,
            "HTTP_COOKIE=sid=" + SECRET,
            "X-Api-Key: " + SECRET,
            "x_api_key=" + SECRET,
            "Ocp-Apim-Subscription-Key: " + SECRET,
            "x-amz-security-token: " + SECRET,
            "/bucket/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=" + SECRET + "&x=1",
            "https://a.example.com/k?OSSAccessKeyId=LTAIexample&Expires=1&Signature=" + SECRET,
            "https://a.example.com/k?q-sign-algorithm=sha1&q-signature=" + SECRET,
            "https://a.blob.example.com/c/b?sv=2022&se=1&sig=" + SECRET + "%3D",
            "https://a.blob.example.com/c/b?sv=2022&se=1&sig=a%26b" + SECRET + "&x=1",
            "sig=" + SECRET,
            "se=2026&sig=" + SECRET,
            "https://a.example.com/cb#access_token=" + SECRET + "&state=1",
            "https://a.example.com/cb?access%5Ftoken=" + SECRET,
            "https://cdn.example.com/v.mp4?auth_key=1-0-0-" + SECRET,
            "redirect=https%3A%2F%2Fa.example.com%2Fk%3Fse%3D1%26sig%3D" + SECRET + "%26x%3D1",
            "redirect=https%253A%252F%252Fa.example.com%252Fk%253Fsig%253D" + SECRET + "%2526x%253D1",
            "see &lt;https://a.example.com/k?x=1&amp;sig=" + SECRET + "&gt;",
            "2026-01-01 INFO call failed, headers={Authorization=Bearer " + SECRET + ", Accept=*/*}",
            "headers=[Authorization:\"Bearer " + SECRET + "\", Accept:\"*/*\"]",
            "{'Authorization': 'Bearer " + SECRET + "'}",
            "payload={\"Authorization\":\"Bearer " + SECRET + "\"} rest",
            "payload={\\\"Cookie\\\":\\\"sid=" + SECRET + "\\\"} rest",
            "nginx \\x22Authorization: Bearer " + SECRET + "\\x22",
            "'Authorization' => 'Bearer " + SECRET + "'",
            "<headers><Authorization>Bearer " + SECRET + "</Authorization></headers>",
            "\"GET /k?sig=" + SECRET + " HTTP/1.1\" 200 5",
            "[2026-01-01] [Authorization: Bearer " + SECRET + "]",
            "[\"Host\",\"a\",\"Authorization\",\"Bearer " + SECRET + "\"]",
            "{\"headers\":{\"authorization\":\"Bearer " + SECRET + "\"}}",
            "{\"headers\":{\"Authorization\":[\"Bearer " + SECRET + "\"]}}",
            "{\"headers\":[{\"name\":\"Authorization\",\"value\":\"Bearer " + SECRET + "\"}]}",
            "{\"headers\":[{\"key\":\"Cookie\",\"value\":[\"sid=" + SECRET + "\"]}]}",
            "{\"http_cookies\":[{\"name\":\"sid\",\"value\":\"" + SECRET + "\"}]}",
            "{\"cookies\":{\"sid\":\"" + SECRET + "\",\"n\":1}}",
            "{\"cookie#2\":\"sid=" + SECRET + "\"}",
            "{\"proxyAuthorization\":\"Bearer " + SECRET + "\"}",
            "{\"accessToken\":\"" + SECRET + "\"}",
            "{\"\\u0041uthorization\":\"Bearer " + SECRET + "\"}",
            "{\"url\":\"/k?a=1\\u0026sig\\u003d" + SECRET + "\\u0026b\\u003d2\"}",
            pair("matchVariableName", "HeaderValue:authorization", "matchVariableValue", "Bearer " + SECRET),
            pair("matchVariableName", "HeaderValue:cookie", "matchVariableValue", "sid=" + SECRET),
            pair("matchVariableName", "CookieValue:sid", "matchVariableValue", SECRET),
            pair("matchVariableName", "CookieValue:.AspNetCore.Identity", "matchVariableValue", SECRET),
            pair("matchVariableName", "QueryParamValue:sig", "matchVariableValue", SECRET),
            pair("matchVariableName", "QueryParamValue:access_token", "matchVariableValue", SECRET),
            pair("name", "REQUEST_HEADERS:X-Api-Key", "value", SECRET),
            pair("key", "ARGS:sig", "value", SECRET),
            pair("name", "AccountKey", "value", SECRET + "=="),
            "{\"a\":oops,\"h\":[" + pair("name", "Authorization", "value", "Bearer " + SECRET) + "]}",
            "{\"a\":oops,\"matches\":["
                    + pair("matchVariableName", "HeaderValue:user-agent", "matchVariableValue", "curl")
                    + ","
                    + pair("matchVariableName", "CookieValue:sid", "matchVariableValue", SECRET)
                    + "]}",
            "header name=\"Authorization\" value=\"Bearer " + SECRET + "\"",
            "Matched Data: x found within REQUEST_COOKIES:session: " + SECRET,
            "Matched Data: x found within REQUEST_HEADERS:authorization: Bearer " + SECRET,
            "Matched Data: x found within CookieValue:sid: " + SECRET,
            "Matched Data: x found within [ARGS:sig:" + SECRET + "]",
            "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=" + SECRET + "==;EndpointSuffix=core.example.net",
            "'AccountEndpoint=https://a.example.com:443/;AccountKey=" + SECRET + "=='",
            "Endpoint=sb://a.example.com/;SharedAccessKeyName=n;SharedAccessKey=" + SECRET + "=",
            "Endpoint=sb://a.example.com/;SharedAccessSignature=" + SECRET + ";x=y",
            "BlobEndpoint=https://a.example.com/;SharedAccessSignature=sv=2022&se=2026&sig=" + SECRET + "%3D",
            "AccountName%3Da%3BAccountKey%3D" + SECRET + "%3D%3D%3BEndpointSuffix%3Db",
            "AZURE_STORAGE_ACCOUNT_KEY=" + SECRET,
            "az storage blob list --account-name a --account-key " + SECRET + " --output table",
            "az storage blob list --account-key=" + SECRET,
            "az storage blob list --account-key \"" + SECRET + "\"",
            "New-AzStorageContext -StorageAccountName a -StorageAccountKey " + SECRET,
            "[\"az\",\"storage\",\"--account-key\",\"" + SECRET + "\"]",
            "[\"az\",\"--account-key\",\"" + SECRET + "\"]",
            "{\"a\":oops,\"args\":[\"az\",\"--account-key\", \"" + SECRET + "\"]}",
            "{\"a\":1,\"cookie\":\"sid=" + SECRET,
            "{\"a\":1,\"cookie\":[\"sid=x\", oops " + SECRET,
            "{\"a\":1,\"headers\":\"Host: a\\r\\nCookie: sid=" + SECRET + "\\r\\n",
            "{\"a\":oops,\"cookie\":\"sid=" + SECRET + "\"}",
            "{\"a\":1}\n{\"cookie\":\"sid=" + SECRET + "\"}",
            "{\"Authorization\":\"[Bearer " + SECRET + "]\"}",
            "{\"Authorization\":\"\\\"Bearer " + SECRET + "\\\"\"}",
            "{\"Authorization\":\"{Bearer " + SECRET + "}\"}",
            "{\"Authorization\":\"{\\\"a\\\":1} Bearer " + SECRET + "\"}",
            "{\"Authorization\":{\"value\":\"Bearer " + SECRET + "\"}}",
            "{\"Proxy-Authorization\":{\"v\":\"" + SECRET + "\"}}",
            "{\"Authorization\":[{\"v\":\"Bearer " + SECRET + "\"}]}",
            "{\"Authorization\":[{\"a\":\"b\"},\"" + SECRET + "\"]}",
            "{\"Authorization\":[\"" + SECRET + "\",{\"a\":\"b\"}]}",
            "{\"Authorization\":[[\"" + SECRET + "\"]]}",
            "{\"Authorization\":[{\"name\":\"Authorization\",\"value\":\"" + SECRET + "\"}]}",
            "{\"authorization\":{\"evidence\":{\"headers\":{\"X-Api-Key\":\"" + SECRET + "\"}}}}",
            "{\"authorization\":\"[{\\\"cookie\\\":\\\"sid=" + SECRET + "\\\"}]\"}",
            "{\"authorization\":\"[\\\"" + SECRET + "\\\"]\"}",
            "Authorization: {Bearer " + SECRET + "}",
            "Authorization: [Bearer " + SECRET + "]",
            "Authorization={a=1, b=" + SECRET + "}, X=1",
            "Authorization: {\"stringValue\":\"Bearer " + SECRET + "\"}",
            "authorization = [ {\"v\" : \"Bearer " + SECRET + "\"} ]",
            "Proxy-Authorization: {\"v\":\"" + SECRET + "\"}",
            "{\"Authorization\":{\"a\":oops,\"v\":\"" + SECRET + "\"}}",
            "{\"key\":\"http.request.header.authorization\",\"value\":{\"stringValue\":\"Bearer " + SECRET + "\"}}",
            "{\"name\":\"Authorization\",\"value\":[{\"v\":\"Bearer " + SECRET + "\"}]}",
            "{\"n\\u0061me\":\"X-Api-\\u004bey\",\"value\":\"" + SECRET + "\"}",
            "{\"a\":\"x\",\"h\":NaN,\"headers\":[{\"name\":\"X-Api-Key\",\"value\":\"" + SECRET + "\"}]}",
            "<134>1 host app: {\"headers\":[{\"name\":\"Authorization\",\"value\":\"Bearer " + SECRET + "\"}]}",
            "{\"a\":1},{\"name\":\"X-Api-Key\",\"value\":\"" + SECRET + "\"}",
            "{\"a\":1 oops {\"name\":\"X-Api-Key\",\"value\":\"" + SECRET + "\"}",
            "{\"name\":\"X-Api-Key\",\"value\":\"" + SECRET + "\",\"values\":[\"x\"]}",
            "{\"key\":\"X-Api-Key\",\"name\":\"h1\",\"value\":\"" + SECRET + "\"}");

    /** Texts that say only behind it that it is one. */
    private static final List<String> SAID_LATE = List.of(
            "https://user:" + SECRET + "@a.example.com/x",
            "proxy http://u:" + SECRET + "@[2001:db8::1]:80/ failed",
            "{\"headers\":[{\"value\":\"sid=" + SECRET + "\",\"name\":\"cookie\"}]}",
            pair("matchVariableValue", "Bearer " + SECRET, "matchVariableName", "HeaderValue:authorization"),
            pair("matchVariableValue", SECRET, "matchVariableName", "CookieValue:sid"),
            "Matched Data: " + SECRET + " found within REQUEST_COOKIES:session: x",
            "Matched Data: " + SECRET + " found within REQUEST_COOKIES:session",
            "Matched Data: " + SECRET + " found within REQUEST_HEADERS:Authorization",
            "Matched Data: " + SECRET + " found within [REQUEST_HEADERS:cookie:sid=x]",
            "Matched Data: " + SECRET + " found within HeaderValue:authorization",
            "Matched Data: " + SECRET + " found within CookieValue:sid",
            "Matched Data: " + SECRET + " found within QueryParamValue:sig",
            "[data \"Matched Data: a sig=b &\" " + SECRET + " found within REQUEST_COOKIES:x\"]",
            "Matched Data: a found within ARGS:q Matched Data: " + SECRET + " found within REQUEST_COOKIES:x",
            "{\"a\":oops,\"data\":\"Matched Data: " + SECRET + " found within REQUEST_COOKIES:session\"}",
            "{\"url\":\"https:\\/\\/u:" + SECRET + "@a.example.com\\/\"}");

    @TestFactory
    @DisplayName("as it is, and wrapped in JSON one to four times, whole or cut off")
    Stream<DynamicTest> forms() {
        return Stream.concat(TEXTS.stream(), SAID_LATE.stream())
                .map(text -> DynamicTest.dynamicTest(text, () -> {
                    String wrapped = text;
                    for (int layer = 0; layer < 5; layer++) {
                        assertMasked(wrapped);
                        wrapped = "{\"n\":1,\"body\":" + new JsonWriter(64).text(wrapped) + ",\"z\":\"end\"}";
                    }
                    if (SAID_LATE.contains(text)) {
                        return;
                    }
                    String in = new JsonWriter(64)
                            .text("{\"m\":" + new JsonWriter(64).text(text) + "}")
                            .toString();
                    int end = in.indexOf(SECRET) + SECRET.length();
                    assertMasked("{\"body\":" + in.substring(0, end));
                }));
    }

    @Test
    @DisplayName("paths hold behind what is no JSON, and in an object within a text")
    void pathsBehindBreaks() {
        Masking paths = Masking.builder().path("user.password", MaskAs.MASK).build();
        for (String text : List.of(
                "{\"a\":tru,\"user\":{\"password\":\"" + SECRET + "\"}}",
                "{\"a\":NaN}{\"user\":{\"n\":undefined,\"password\":\"" + SECRET + "\"}}",
                "app: {\"user\":{\"password\":\"" + SECRET + "\"}}",
                "{\"m\":\"app: {\\\"user\\\":{\\\"password\\\":\\\"" + SECRET + "\\\"}}\"}")) {
            assertThat(paths.mask(text)).isEqualTo(text.replace(SECRET, "***"));
        }
    }

    @Test
    @DisplayName("in pairs of JSON in UTF-16, which stays UTF-16")
    void pairsInUtf16() {
        String text = "{\"h\":[{\"name\":\"X-Api-Key\",\"value\":\"" + SECRET + "\"}],\"z\":\"Zo\u00eb\"}";
        for (String bom : List.of("", "\uFEFF")) {
            for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
                byte[] masked = MASKING.mask((bom + text).getBytes(charset));
                assertThat(new String(masked, charset)).isEqualTo(bom + text.replace(SECRET, "***"));
            }
        }
    }

    @Test
    @DisplayName("in UTF-16, Latin-1 and GB18030 bytes as well")
    void charsets() {
        String text = "Zo\u00eb\nAuthorization: Bearer " + SECRET + "\nX: y";
        List<Charset> charsets = new ArrayList<>(List.of(
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE,
                StandardCharsets.ISO_8859_1,
                Charset.forName("GB18030")));
        for (Charset charset : charsets) {
            String masked = new String(MASKING.mask(text.getBytes(charset)), StandardCharsets.ISO_8859_1);
            assertThat(masked.replace("\0", "")).as(charset.name()).doesNotContain(SECRET);
        }
    }

    private static String pair(String name, String text, String other, String value) {
        return "{\"" + name + "\":\"" + text + "\",\"" + other + "\":\"" + value + "\"}";
    }

    private static void assertMasked(String text) {
        String masked = MASKING.mask(text);
        assertThat(masked).as("of %s", text).doesNotContain(SECRET).contains("***");
        assertThat(MASKING.mask(masked)).as("masked twice").isEqualTo(masked);
    }
}
