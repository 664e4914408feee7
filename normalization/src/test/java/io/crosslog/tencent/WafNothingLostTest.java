package io.crosslog.tencent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.model.LogEvent;
import io.crosslog.normalize.MutatedRecord;
import io.crosslog.normalize.NothingLost;
import io.crosslog.ocsf.OcsfReport;
import io.crosslog.ocsf.OcsfSchema;
import io.crosslog.ocsf.OcsfValidator;
import io.crosslog.spi.Normalizer;
import io.crosslog.testkit.Parsers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("WAF records lose nothing, whatever is in them")
class WafNothingLostTest {

    private static final Path DIRECTORY = Path.of("src/test/resources/io/crosslog/tencent/waf");
    private static final NothingLost NOTHING_LOST = new NothingLost(Map.of(
            "status", "action_id",
            "action", "action_id",
            "method", "activity_id",
            "http_log.REQUEST_METHOD", "activity_id"));
    private static final OcsfValidator VALIDATOR = OcsfValidator.of(OcsfSchema.bundled());
    private static final Normalizer WAF = TencentRules.waf();

    @Test
    @DisplayName("records as they come")
    void fixtures() throws IOException {
        List<String> records = records();
        assertThat(records).hasSizeGreaterThan(10);
        records.forEach(this::check);
    }

    @Test
    @DisplayName("a thousand records with fields missing, nested, escaped, of another type, huge or garbage")
    void mutated() throws IOException {
        List<LogEvent> seeds = seeds();
        Random random = new Random(4711);
        for (int i = 0; i < 1_000; i++) {
            LogEvent seed = seeds.get(random.nextInt(seeds.size()));
            check(MutatedRecord.of(seed, random, i));
        }
    }

    @Test
    @DisplayName("and the check itself notices a value that is gone")
    void checkNotices() {
        LogEvent input = seed("{\"client\":\"192.0.2.1\",\"msec\":1.5,\"pan\":\"gone.example.com\"}");
        LogEvent output = seed("{\"ip\":\"192.0.2.1\",\"time\":1500}");
        assertThatThrownBy(() -> NOTHING_LOST.check(input, output))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("'gone.example.com' of field pan is lost");
    }

    private static LogEvent seed(String record) {
        return Parsers.parse(ClsDecoder.create(), Normalizer.none(), record)
                .events()
                .get(0);
    }

    @Test
    @DisplayName("the same from eight threads as from one")
    void concurrent() throws Exception {
        List<String> records = records();
        List<String> alone =
                records.stream().map(WafNothingLostTest::normalized).toList();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<List<String>>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tasks.add(() -> {
                    List<String> last = List.of();
                    for (int round = 0; round < 20; round++) {
                        last = records.stream()
                                .map(WafNothingLostTest::normalized)
                                .toList();
                        assertThat(last).isEqualTo(alone);
                    }
                    return last;
                });
            }
            for (Future<List<String>> future : threads.invokeAll(tasks)) {
                assertThat(future.get()).isEqualTo(alone);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static String normalized(String record) {
        StringBuilder all = new StringBuilder();
        Parsers.parse(ClsDecoder.create(), WAF, record).events().forEach(e -> all.append(e.toJson())
                .append('\n'));
        return all.toString();
    }

    private void check(String record) {
        List<LogEvent> inputs =
                Parsers.parse(ClsDecoder.create(), Normalizer.none(), record).events();
        List<LogEvent> outputs = Parsers.parse(ClsDecoder.create(), WAF, record).events();
        assertThat(outputs).hasSameSizeAs(inputs);
        for (int i = 0; i < inputs.size(); i++) {
            NOTHING_LOST.check(inputs.get(i), outputs.get(i));
            String json = outputs.get(i).toJson();
            OcsfReport report = VALIDATOR.validate(json.getBytes(StandardCharsets.UTF_8));
            if (!report.problems().isEmpty()) {
                throw new AssertionError(report + " in " + json);
            }
        }
    }

    private static List<String> records() throws IOException {
        List<String> records = new ArrayList<>();
        for (String file : List.of(
                "attack.lines", "attack-odd.lines", "attack-forms.lines", "access.lines", "access-forms.lines")) {
            records.addAll(Files.readAllLines(DIRECTORY.resolve(file)));
        }
        return records;
    }

    private static List<LogEvent> seeds() throws IOException {
        String[] records = records().toArray(new String[0]);
        return Parsers.parse(ClsDecoder.create(), Normalizer.none(), records).events();
    }
}
