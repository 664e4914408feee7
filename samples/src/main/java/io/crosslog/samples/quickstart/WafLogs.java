package io.crosslog.samples.quickstart;

import io.crosslog.model.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * Made-up Tencent WAF logs in the JSON shape in which CLS hands them out: two access logs to each attack log. One record in a
 * thousand is cut off in the middle, one in five hundred holds bytes that are no UTF-8.
 *
 * <p>A record's number is in its {@code uuid}, by which it is found again. Immutable and thread-safe.
 */
public final class WafLogs {

    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter ATTACK_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter ACCESS_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
    private static final String[] ATTACKS = {"SQL注入攻击", "XSS攻击", "命令注入攻击", "木马后门攻击", "扫描器攻击"};
    private static final String[] CITIES = {"成都", "广州", "上海", "München", "São Paulo"};
    private static final String[] METHODS = {"GET", "POST", "PUT", "HEAD", "DELETE"};

    private final Instant start;

    /**
     * Logs of the last minutes.
     *
     * @param start when the first of them happened
     */
    public WafLogs(Instant start) {
        this.start = start;
    }

    /**
     * Whether a record is cut off, so that it has to be rejected.
     *
     * @param number the record's number
     * @return whether it is
     */
    public static boolean isMalformed(int number) {
        return number % 1_000 == 999;
    }

    /**
     * Whether a record holds bytes that are no UTF-8, which become U+FFFD.
     *
     * @param number the record's number
     * @return whether it does
     */
    public static boolean hasInvalidBytes(int number) {
        return number % 500 == 250;
    }

    /**
     * The {@code uuid} of a record.
     *
     * @param number the record's number
     * @return the uuid
     */
    public static String uuid(int number) {
        return String.format("%032x-%032x", number, 0x5DEECE66DL * number);
    }

    /**
     * The number in a {@code uuid}.
     *
     * @param uuid what {@link #uuid} made
     * @return the record's number
     */
    public static int number(String uuid) {
        return Integer.parseInt(uuid.substring(0, 32), 16);
    }

    /**
     * A record.
     *
     * @param number its number, from 0
     * @return its bytes, the same at each call
     */
    public byte[] record(int number) {
        Random random = new Random(number);
        JsonWriter json = new JsonWriter(1_200).beginObject();
        if (number % 3 == 0) {
            attack(json, number, random);
        } else {
            access(json, number, random);
        }
        json.name("__TIMESTAMP__").number(time(number).toEpochMilli());
        json.name("__SOURCE__").text("192.0.2.10");
        json.name("__TAG__").beginObject().name("env").text("prod").endObject();
        byte[] bytes = json.endObject().toByteArray();
        if (isMalformed(number)) {
            return Arrays.copyOf(bytes, bytes.length / 2);
        }
        if (hasInvalidBytes(number)) {
            int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("Mozilla");
            bytes[at] = (byte) 0xC3;
            bytes[at + 1] = (byte) 0x28;
        }
        return bytes;
    }

    private Instant time(int number) {
        return start.plusMillis(number);
    }

    private void attack(JsonWriter json, int number, Random random) {
        String method = METHODS[random.nextInt(2)];
        String content = "1' or '" + random.nextInt(100) + "'='1 -- 测试";
        json.name("uuid").text(uuid(number));
        json.name("attack_time").text(ATTACK_TIME.format(time(number).atZone(BEIJING)));
        json.name("domain").text("shop.example.com").name("pan").text("shop.example.com");
        json.name("attack_ip").text("203.0.113." + random.nextInt(256));
        json.name("attack_type").text(ATTACKS[random.nextInt(ATTACKS.length)]);
        json.name("attack_content").text(content);
        json.name("rule_id").number(22_000_000 + random.nextInt(50));
        json.name("risk_level").number(1 + random.nextInt(3));
        json.name("status").number(random.nextInt(2));
        json.name("count").number(1 + random.nextInt(9));
        json.name("args_name")
                .text("ARGS_GET")
                .name("uri")
                .text("/search")
                .name("method")
                .text(method);
        json.name("user_agent").text("Mozilla/5.0 (scanner)").name("appid").number(1_250_000_000L);
        json.name("http_log").text(httpLog(method, content));
        geo(json, random);
    }

    /** As the vendor has it: JSON in a JSON string in a JSON string, with its misspelt names. */
    private static String httpLog(String method, String content) {
        JsonWriter inner = new JsonWriter(400).beginObject();
        inner.name("REQUEST_ARG_RAW").beginObject().name("q").text(content).endObject();
        inner.name("PROCOTOL").text("HTTP/1.1");
        inner.name("REQEUST_HEADERS_RAW")
                .text(method + " /search HTTP/1.1\nHost:shop.example.com\nX-Trace:" + content + "\n");
        inner.name("REQUEST_METHOD").text(method).endObject();
        return new JsonWriter(600).text(inner.toString()).toString();
    }

    private void access(JsonWriter json, int number, Random random) {
        Instant time = time(number);
        json.name("uuid").text(uuid(number));
        json.name("domain").text("shop.example.com").name("host").text("shop.example.com");
        json.name("client").text("198.51.100." + random.nextInt(256));
        json.name("schema").text("https").name("method").text(METHODS[random.nextInt(METHODS.length)]);
        json.name("url").text("/item/" + random.nextInt(10_000)).name("query").text("ref=首页&n=" + random.nextInt(100));
        json.name("status").text(random.nextInt(20) == 0 ? "404" : "200");
        json.name("request_time").text("0." + (100 + random.nextInt(900)));
        json.name("request_length").text(Integer.toString(80 + random.nextInt(900)));
        json.name("bytes_sent").text(Integer.toString(random.nextInt(90_000)));
        json.name("upstream").text("192.0.2.20:8080").name("upstream_status").text("200");
        json.name("upstream_connect_time")
                .text("0.003")
                .name("upstream_response_time")
                .text("0.068");
        json.name("time").text(ACCESS_TIME.format(time.atZone(BEIJING)));
        json.name("msec").text(time.getEpochSecond() + "." + String.format("%03d", time.toEpochMilli() % 1_000));
        json.name("appid")
                .text("1250000000")
                .name("edition")
                .text("sparta-waf")
                .name("referer")
                .text("");
        json.name("user_agent").text("Mozilla/5.0 (Windows NT 10.0; Win64; x64)");
        json.name("cookie")
                .text("")
                .name("x_forwarded_for")
                .text("198.51.100.7")
                .name("body")
                .text("");
        json.name("headers")
                .text("X-Request-Id: " + number)
                .name("accept")
                .text("*/*")
                .name("encoding")
                .text("gzip");
        geo(json, random);
    }

    private static void geo(JsonWriter json, Random random) {
        json.name("ipinfo_nation").text("中国").name("ipinfo_state").text("CN");
        json.name("ipinfo_province").text("四川").name("ipinfo_city").text(CITIES[random.nextInt(CITIES.length)]);
        json.name("ipinfo_isp").text("电信").name("ipinfo_detail").text("");
        json.name("ipinfo_dimensionality")
                .text("30.65")
                .name("ipinfo_longitude")
                .text("104.07");
    }
}
