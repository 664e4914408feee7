package io.crosslog.benchmarks;

import com.aliyun.openservices.log.common.auth.DefaultCredentials;
import com.aliyun.openservices.log.common.auth.StaticCredentialsProvider;
import com.aliyun.openservices.log.http.client.HttpMethod;
import com.aliyun.openservices.log.http.signer.SlsSigner;
import com.aliyun.openservices.log.http.signer.SlsV4Signer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The loop that one writes in an hour: poll, a tree of each record, PutLogs, offsets committed by the clock. What is
 * in hand when it dies is lost, a record that is no JSON ends it, and no limit of the service is known to it. Confined
 * to one thread.
 */
final class BareLoop implements Contender {

    private static final int LOGS_IN_REQUEST = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Course course;
    private final String host;
    private final String path;
    private final HttpClient http;
    private final SlsSigner signer = new SlsV4Signer(
            new StaticCredentialsProvider(
                    new DefaultCredentials(Course.KEY.id(), Course.KEY.secret().reveal())),
            Course.REGION);

    BareLoop(Course course, String logstore) {
        this.course = course;
        this.host = Course.PROJECT + "." + Course.REGION + ".log.aliyuncs.com";
        this.path = "/logstores/" + logstore + "/shards/lb";
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), course.slsPort())))
                .build();
    }

    @Override
    public void run(String group, int records, LapMeter meter) throws IOException, InterruptedException {
        int received = 0;
        long patience = System.nanoTime() + PATIENCE.toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(consumerSettings(group));
                TreeLogs logs = new TreeLogs()) {
            consumer.subscribe(List.of(Course.TOPIC));
            while (received < records) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    meter.first();
                    patience = System.nanoTime() + PATIENCE.toNanos();
                    received++;
                    logs.add(record.value(), (int) (record.timestamp() / 1_000));
                    if (logs.count() == LOGS_IN_REQUEST) {
                        put(logs);
                    }
                }
                if (System.nanoTime() > patience) {
                    throw new IOException("only " + received + " of " + records + " records came");
                }
            }
            if (logs.count() > 0) {
                put(logs);
            }
            meter.last();
        }
    }

    private Map<String, Object> consumerSettings(String group) {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                course.bootstrap(),
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class);
    }

    private void put(TreeLogs logs) throws IOException, InterruptedException {
        byte[] raw = logs.take();
        byte[] body = logs.deflated(raw);
        Map<String, String> headers = new HashMap<>();
        headers.put("Host", host);
        headers.put("Content-Type", "application/x-protobuf");
        headers.put("x-log-apiversion", "0.6.0");
        headers.put("x-log-bodyrawsize", Integer.toString(raw.length));
        headers.put("x-log-compresstype", "deflate");
        signer.sign(HttpMethod.POST, headers, path, new HashMap<>(), body);
        headers.remove("Host");
        headers.remove("Content-Length");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + host + path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::setHeader);
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("SLS answered " + answer.statusCode() + " " + answer.body());
        }
    }
}
