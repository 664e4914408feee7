package io.crosslog.samples.quickstart;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Made-up logs of Azure as an event hub holds them, twenty to a message: sign-ins, firewall rules, key vaults, and platform
 * metrics in between, which nobody asked for. One message in fifty is no JSON, with single quotes throughout; in one of
 * a hundred one log has lost its end.
 *
 * <p>A log's number is in its {@code correlationId}, by which it is found again. Immutable and thread-safe.
 */
public final class HubLogs {

    /** Logs in a message. */
    public static final int PER_MESSAGE = 20;

    private static final String SUBSCRIPTION = "/subscriptions/00000000-0000-4000-8000-00000000000a/resourceGroups/soc";
    private static final String[] USERS = {"alice", "bob", "chloé", "大卫"};

    private final Instant start;

    /**
     * Logs of the last minutes.
     *
     * @param start when the first of them happened
     */
    public HubLogs(Instant start) {
        this.start = start;
    }

    /**
     * Whether a log is a metric, which is filtered.
     *
     * @param number the log's number
     * @return whether it is
     */
    public static boolean isMetric(int number) {
        return number % 4 == 3;
    }

    /**
     * Whether a log has lost its end, so that it is rejected.
     *
     * @param number the log's number
     * @return whether it has
     */
    public static boolean isBroken(int number) {
        return number % (PER_MESSAGE * 100) == PER_MESSAGE * 7 + 2;
    }

    /**
     * Whether a message is written with single quotes, so that it is mended.
     *
     * @param message the message's number
     * @return whether it is
     */
    public static boolean isMended(int message) {
        return message % 50 == 25;
    }

    /**
     * The number in a {@code correlationId}.
     *
     * @param id the id
     * @return the log's number
     */
    public static int number(String id) {
        return Integer.parseInt(id.substring(0, 8), 16);
    }

    /**
     * A message.
     *
     * @param number its number, from 0
     * @return its bytes, the same at each call
     */
    public byte[] message(int number) {
        String logs = IntStream.range(0, PER_MESSAGE)
                .mapToObj(i -> log(number * PER_MESSAGE + i))
                .collect(Collectors.joining(","));
        String text = "{\"records\":[" + logs + "]}";
        return (isMended(number) ? text.replace('"', '\'') : text).getBytes(StandardCharsets.UTF_8);
    }

    private String log(int number) {
        Random random = new Random(number);
        String text =
                switch (number % 4) {
                    case 0 -> signIn(number, random);
                    case 1 -> firewall(number, random);
                    case 2 -> keyVault(number, random);
                    default -> metric(number, random);
                };
        return isBroken(number) ? text.substring(0, text.length() - 20) + "}" : text;
    }

    private String head(int number, String category) {
        return String.format(
                Locale.ROOT,
                "{\"time\":\"%s\",\"correlationId\":\"%08x-0000-4000-8000-000000000000\",\"category\":\"%s\",",
                start.plusMillis(number),
                number,
                category);
    }

    private String signIn(int number, Random random) {
        int error = random.nextInt(3) == 0 ? 50126 : 0;
        return head(number, "SignInLogs")
                + "\"resourceId\":\"/tenants/00000000-0000-4000-8000-00000000000b/providers/Microsoft.aadiam\","
                + "\"operationName\":\"Sign-in activity\",\"callerIpAddress\":\"198.51.100." + random.nextInt(256)
                + "\","
                + "\"resultType\":\"" + error + "\",\"properties\":{\"userPrincipalName\":\""
                + USERS[random.nextInt(USERS.length)] + "@contoso.example.com\",\"appDisplayName\":\"Portal\","
                + "\"status\":{\"errorCode\":" + error + "}}}";
    }

    private String firewall(int number, Random random) {
        return head(number, "AZFWNetworkRule")
                + "\"resourceId\":\"" + SUBSCRIPTION + "/providers/Microsoft.Network/azureFirewalls/edge\","
                + "\"properties\":{\"Protocol\":\"TCP\",\"SourceIp\":\"192.0.2." + random.nextInt(256)
                + "\",\"SourcePort\":" + (1024 + random.nextInt(60_000)) + ",\"DestinationIp\":\"203.0.113."
                + random.nextInt(256) + "\",\"DestinationPort\":443,\"Action\":\""
                + (random.nextBoolean() ? "Allow" : "Deny")
                + "\",\"Rule\":\"web\"}}";
    }

    private String keyVault(int number, Random random) {
        return head(number, "AuditEvent")
                + "\"resourceId\":\"" + SUBSCRIPTION + "/providers/Microsoft.KeyVault/vaults/keys\","
                + "\"operationName\":\"SecretGet\",\"resultType\":\"Success\",\"durationMs\":\"" + random.nextInt(90)
                + "\",\"callerIpAddress\":\"198.51.100." + random.nextInt(256)
                + "\",\"identity\":{\"claim\":{\"upn\":\"" + USERS[random.nextInt(USERS.length)]
                + "@contoso.example.com\"}},\"properties\":{\"httpStatusCode\":200}}";
    }

    private String metric(int number, Random random) {
        return "{\"time\":\"" + start.plusMillis(number) + "\",\"resourceId\":\"" + SUBSCRIPTION
                + "/providers/Microsoft.KeyVault/vaults/keys\",\"metricName\":\"ServiceApiHit\",\"timeGrain\":\"PT1M\","
                + "\"count\":1,\"total\":" + random.nextInt(9) + ",\"minimum\":0,\"maximum\":1,\"average\":0.5}";
    }
}
