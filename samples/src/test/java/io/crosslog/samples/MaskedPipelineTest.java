package io.crosslog.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.Pipeline;
import io.crosslog.PipelineListener;
import io.crosslog.PipelineSettings;
import io.crosslog.RejectionLimit;
import io.crosslog.RunningPipeline;
import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.Secret;
import io.crosslog.decode.JsonDecoder;
import io.crosslog.decode.LinesDecoder;
import io.crosslog.loopback.sls.LoopbackSls;
import io.crosslog.mask.Masking;
import io.crosslog.model.JsonWriter;
import io.crosslog.model.LogEvent;
import io.crosslog.model.RejectedRecord;
import io.crosslog.normalize.RuleNormalizer;
import io.crosslog.normalize.RuleSet;
import io.crosslog.reject.FileRejections;
import io.crosslog.sls.SlsSink;
import io.crosslog.spi.DecodeException;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.NormalizeException;
import io.crosslog.spi.Normalizer;
import io.crosslog.spi.Sink;
import io.crosslog.spi.WriteBatch;
import io.crosslog.tencent.ClsDecoder;
import io.crosslog.tencent.TencentRules;
import io.crosslog.testkit.FakeSource;
import io.crosslog.testkit.RecordingSink;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks for secrets like an auditor: in everything that leaves a pipeline, whatever form they came in. */
class MaskedPipelineTest {

    private static final String SECRET = "S3cr3tValue77";

    @TempDir
    Path dir;

    /** WAF records with the secret in every place that has one. */
    private static List<String> records() {
        String lines = "Host: a.example.com\r\nAuthorization: Bearer " + SECRET + "\r\nCookie: sid=" + SECRET + "\r\n";
        String headers = new JsonWriter(64).text(lines).toString();
        String once = "{\"REQUEST_METHOD\":\"GET\",\"REQEUST_HEADERS_RAW\":" + headers + "}";
        String twice = new JsonWriter(64).text(once).toString();
        String thrice = new JsonWriter(64).text(twice).toString();
        String url = "/k?a=1&X-Amz-Signature=" + SECRET;
        String attack = "\"attack_ip\":\"192.0.2.7\",\"attack_time\":\"2025-03-04 15:16:17\",\"uuid\":\"u\"";
        String access = "\"client\":\"192.0.2.7\",\"msec\":1741072577.1,\"request_time\":0.1,\"bytes_sent\":5";
        return List.of(
                "{" + attack + ",\"http_log\":" + once + "}",
                "{" + attack + ",\"http_log\":" + twice + "}",
                "{" + attack + ",\"http_log\":" + thrice + "}",
                "{" + attack + ",\"uri\":\"" + url + "\",\"attack_content\":\"cookie: sid=" + SECRET + "\"}",
                "{" + attack + ",\"something_else\":{\"set-cookie\":[\"sid=" + SECRET + "\"]}}",
                "{" + access + ",\"cookie\":\"sid=" + SECRET + "; theme=" + SECRET + "\"}",
                "{" + access + ",\"headers\":" + headers + "}",
                "{" + access + ",\"url\":\"" + url + "\",\"schema\":\"https\",\"host\":\"a.example.com\"}",
                "{" + access + ",\"query\":\"sig=" + SECRET + "\",\"referer\":\"https://u:" + SECRET
                        + "@b.example.com/\"}",
                "{" + access + ",\"url\":\"/r?to=https%3A%2F%2Fb.example.com%2F%3Fsig%3D" + SECRET + "\"}",
                "{" + access + ",\"proxy_authorization\":\"Basic " + SECRET + "\",\"x_api_key\":\"" + SECRET + "\"}",
                "{\"unknown\":\"log\",\"text\":\"authorization=Bearer " + SECRET + "\"}",
                "{\"unknown\":\"log\",\"matches\":[{\"matchVariableName\":\"CookieValue:sid\",\"matchVariableValue\":\""
                        + SECRET + "\"}],\"data\":\"Matched Data: " + SECRET
                        + " found within REQUEST_HEADERS:authorization\"}",
                "{\"unknown\":\"log\",\"console\":\"AccountName=a;AccountKey=" + SECRET + "==;EndpointSuffix=b\"}",
                "plain text, az storage blob list --account-key " + SECRET + ", Authorization: Bearer " + SECRET,
                "{\"broken\":1,\"cookie\":\"sid=" + SECRET,
                "{\"broken\":{\"headers\":\"Authorization: Basic " + SECRET,
                "{\"broken\":oops,\"key\":\"SharedAccessKeyName=n;SharedAccessKey=" + SECRET
                        + "=\",\"m\":{\"matchVariableName\":\"HeaderValue:authorization\",\"matchVariableValue\":\"Bearer "
                        + SECRET
                        + "\"},\"data\":\"Matched Data: " + SECRET + " found within REQUEST_COOKIES:sid\"}");
    }

    @Test
    @DisplayName("Nothing that goes to the log service, into files of rejections or to a listener holds a secret")
    void everywhere() throws Exception {
        ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
        try (LoopbackSls sls = LoopbackSls.builder()
                .logstore("soc", "waf")
                .accessKey("LTAI", "alibaba-key")
                .start()) {
            Sink sink = SlsSink.builder()
                    .region(sls.region())
                    .project("soc")
                    .logstore("waf")
                    .credentials(() -> Credentials.of("LTAI", "alibaba-key"))
                    .allowHttp()
                    .proxy("127.0.0.1", sls.port())
                    .build();
            Normalizer rules = TencentRules.builder().rawData(65_536).all();
            run(ClsDecoder.create(), rules, sink, records(), Masking.defaults(), heard);
            List<String> logs =
                    sls.logs("soc", "waf").stream().map(Object::toString).toList();
            assertThat(logs).hasSize(records().size() - 3);
            String all = String.join("\n", logs) + String.join("\n", heard) + rejections();
            assertThat(all).contains("***", "raw_data", "sid=***", "Bearer ***").doesNotContain(SECRET);
            assertThat(rejections().lines()).hasSize(3);
        }
    }

    @Test
    @DisplayName("The raw layout, rejections of every stage and their reasons hold none either")
    void raw() throws Exception {
        ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
        RecordingSink sink = RecordingSink.create();
        Decoder decoder = (record, out) -> {
            String text = new String(record.copyBytes(), UTF_8);
            if (text.startsWith("{\"broken")) {
                throw new DecodeException("cannot read: " + text);
            } else if (text.contains("\"query\"")) {
                out.reject(record.copyBytes(), "not for us: " + text);
            } else {
                ClsDecoder.create().decode(record, out);
            }
        };
        Normalizer normalizer = (event, out) -> {
            if (event.has("x_api_key")) {
                throw new NormalizeException("refused " + event.toJson());
            }
            out.emit(event);
        };
        run(decoder, normalizer, sink, records(), Masking.defaults(), heard);
        List<String> outputs = new ArrayList<>(heard);
        for (LogEvent event : sink.events()) {
            outputs.add(event.toJson());
            outputs.add(new String(event.record().copyBytes(), UTF_8));
            outputs.add(new String(event.record().array(), UTF_8));
        }
        outputs.add(rejections());
        assertThat(rejections().lines()).hasSize(5);
        assertThat(String.join("\n", outputs)).contains("***").doesNotContain(SECRET);
    }

    @Test
    @DisplayName("A column without a name is masked where the decoder names it, in the record's text as well")
    void columns() throws Exception {
        RecordingSink sink = RecordingSink.create();
        Decoder csv = LinesDecoder.of((record, out) -> {
            String[] columns = new String(record.copyBytes(), UTF_8).split(",", -1);
            out.emit(LogEvent.builder(record)
                    .put("request", columns[0])
                    .put("cookie", columns[1])
                    .build());
        });
        run(
                csv,
                Normalizer.none(),
                sink,
                List.of("GET /,sid=" + SECRET + "\nGET /b,sid=" + SECRET),
                Masking.defaults(),
                new ConcurrentLinkedQueue<>());
        assertThat(sink.events()).hasSize(2);
        for (LogEvent event : sink.events()) {
            assertThat(event.toJson() + new String(event.record().copyBytes(), UTF_8))
                    .doesNotContain(SECRET);
        }
    }

    @Test
    @DisplayName("A bug whose message quotes a record stops the pipeline without telling the secret")
    void bug() throws Exception {
        ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
        Normalizer bug = (event, out) -> {
            throw new IllegalStateException("who expects " + event.toJson());
        };
        Decoder worse = (record, out) -> {
            throw new IllegalStateException("x", new IOException("of " + new String(record.copyBytes(), UTF_8)));
        };
        List<String> one = List.of("{\"authorization\":\"Bearer " + SECRET + "\"}");
        for (Throwable failure : List.of(
                run(ClsDecoder.create(), bug, RecordingSink.create(), one, Masking.defaults(), heard),
                run(worse, Normalizer.none(), RecordingSink.create(), one, Masking.defaults(), heard))) {
            StringWriter text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text));
            assertThat(text.toString()).contains("IllegalStateException").doesNotContain(SECRET);
        }
        assertThat(String.join("\n", heard)).doesNotContain(SECRET);
    }

    @Test
    @DisplayName(
            "What a rule masks is in nothing that is delivered, refused by the sink or given up on behind the rule")
    void masksOfRules() throws Exception {
        String rule = """
                rule: acme/door
                class: base_event
                mask: [{path: user.badge, do: hash}, {name: pin, do: drop}]
                map: {message: user.badge, status_code: n}
                """;
        RuleSet rules = RuleSet.builder()
                .text("door.yaml", rule)
                .maskKey(Secret.of("a key of more than 16 bytes"))
                .rawData(65_536)
                .build();
        List<String> doors = Stream.of("1", "2", "3")
                .map(n -> "{\"n\":\"" + n + "\",\"user\":{\"badge\":\"" + SECRET + "\"},\"pin\":\"" + SECRET
                        + "\",\"other\":\"of " + SECRET + "\"}")
                .toList();
        Normalizer fussy = (event, out) -> {
            if (event.text("status_code").orElseThrow().equals("3")) {
                throw new NormalizeException("not this one");
            }
            out.emit(event);
        };
        RecordingSink sink = RecordingSink.create()
                .refuse(event -> event.text("status_code").orElseThrow().equals("2"));
        ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
        run(JsonDecoder.create(), RuleNormalizer.of(rules).then(fussy), sink, doors, Masking.defaults(), heard);
        assertThat(sink.events()).singleElement().satisfies(event -> {
            assertThat(event.text("message")).get().asString().startsWith("hmac:");
            assertThat(event.text("raw_data"))
                    .contains("{\"n\":\"1\",\"user\":{\"badge\":\""
                            + event.text("message").orElseThrow() + "\"},\"other\":\"of ***\"}");
        });
        assertThat(rejections().lines()).hasSize(2);
        String all =
                String.join("\n", heard) + rejections() + sink.events().get(0).toJson();
        assertThat(all).contains("hmac:").doesNotContain(SECRET);
        assertThat(heard).anyMatch(text -> text.contains("WRITE")).anyMatch(text -> text.contains("NORMALIZE"));
    }

    @Test
    @DisplayName("Without masks everything is as it was, and ids are the same with them")
    void none() throws Exception {
        RecordingSink with = RecordingSink.create();
        RecordingSink without = RecordingSink.create();
        List<String> one = List.of("{\"cookie\":\"sid=" + SECRET + "\"}");
        run(ClsDecoder.create(), Normalizer.none(), with, one, Masking.defaults(), new ConcurrentLinkedQueue<>());
        run(ClsDecoder.create(), Normalizer.none(), without, one, Masking.none(), new ConcurrentLinkedQueue<>());
        assertThat(without.events().get(0).toJson()).isEqualTo(one.get(0));
        assertThat(with.events().get(0).id()).isEqualTo(without.events().get(0).id());
    }

    /** Runs a pipeline to its end; returns why it failed, or an exception that says that it did not. */
    private Throwable run(
            Decoder decoder,
            Normalizer normalizer,
            Sink sink,
            List<String> records,
            Masking masking,
            ConcurrentLinkedQueue<String> heard)
            throws Exception {
        Pipeline pipeline = Pipeline.named("masked")
                .from(FakeSource.named("fake")
                        .batch("p", records.toArray(new String[0]))
                        .build())
                .decode(decoder)
                .normalize(normalizer)
                .to(sink)
                .rejectTo(FileRejections.in(dir))
                .settings(PipelineSettings.builder()
                        .masking(masking)
                        .rejectionLimit(RejectionLimit.off())
                        .build())
                .listener(new PipelineListener() {
                    @Override
                    public void written(String name, WriteBatch batch, int delivered, Duration took) {
                        batch.events().forEach(event -> heard.add(event + event.toJson()));
                    }

                    @Override
                    public void rejected(String name, List<RejectedRecord> rejected) {
                        rejected.forEach(r -> heard.add(r + new String(r.bytes(), UTF_8)));
                    }

                    @Override
                    public void failed(String name, Throwable cause) {
                        heard.add(String.valueOf(cause));
                    }
                })
                .build();
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(60))).isTrue();
            heard.add(running.status() + running.status().rejected().toString());
            return running.failure().orElse(new IllegalStateException("it did not fail"));
        }
    }

    private String rejections() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.sorted().toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
