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
import io.crosslog.tencent.TencentRules.Kind;
import io.crosslog.testkit.Parsed;
import io.crosslog.testkit.Parsers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Cloud Firewall and flow log records lose nothing, whatever is in them")
class CloudFirewallNothingLostTest {

    private static final Path DIRECTORY = Path.of("src/test/resources/io/crosslog/tencent");
    private static final OcsfValidator VALIDATOR = OcsfValidator.of(OcsfSchema.bundled());
    private static final Normalizer ALL = TencentRules.all();
    private static final NothingLost CONNECTION = new NothingLost(Map.of(
            "strategy", "action_id",
            "action", "action_id",
            "direction", "connection_info.direction_id",
            "protocol", "connection_info.protocol_name",
            "type", "app_protocol_name",
            "rcode", "rcode_id",
            "start_time", "start_time",
            "end_time", "end_time"));
    private static final NothingLost ALARM = new NothingLost(Map.of(
            "strategy", "action_id",
            "level", "severity_id",
            "direction", "evidences[0].connection_info.direction_id",
            "protocol", "evidences[0].connection_info.protocol_name"));
    private static final Set<String> PEOPLE = Stream.of(
                    Kind.CFW_OPERATION, Kind.CFW_LOGIN, Kind.CFW_COMMAND, Kind.CFW_WEB_ACCESS)
            .map(Kind::rule)
            .collect(Collectors.toSet());
    private static final NothingLost OF_PEOPLE = new NothingLost(Map.of(
            "result", "status_id",
            "level", "severity_id",
            "action", "activity_id",
            "method", "activity_id"));

    @ParameterizedTest
    @ValueSource(strings = {"cfw", "flow"})
    @DisplayName("records as they come, and a hundred changes of each kind")
    void all(String directory) throws IOException {
        Random random = new Random(4711);
        try (Stream<Path> files = Files.list(DIRECTORY.resolve(directory))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".lines")).sorted().toList()) {
                List<String> records = Files.readAllLines(file);
                assertThat(records).hasSizeGreaterThanOrEqualTo(3);
                records.forEach(CloudFirewallNothingLostTest::check);
                List<LogEvent> seeds = events(records);
                for (int i = 0; i < 100; i++) {
                    check(MutatedRecord.of(seeds.get(random.nextInt(seeds.size())), random, i));
                }
            }
        }
    }

    @Test
    @DisplayName("the check notices what is gone")
    void checkNotices() {
        List<LogEvent> events =
                events(List.of("{\"src_ip\":\"192.0.2.1\",\"dst_ip\":\"192.0.2.2\"}", "{\"src_ip\":\"192.0.2.1\"}"));
        assertThatThrownBy(() -> CONNECTION.check(events.get(0), events.get(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("192.0.2.2");
    }

    private static List<LogEvent> events(List<String> records) {
        return new ArrayList<>(Parsers.parse(ClsDecoder.create(), Normalizer.none(), records.toArray(new String[0]))
                .events());
    }

    private static void check(String record) {
        List<LogEvent> inputs = events(List.of(record));
        Parsed parsed = Parsers.parse(ClsDecoder.create(), ALL, record);
        int filtered =
                (int) parsed.filtered().values().stream().mapToLong(n -> n).sum();
        assertThat(parsed.events().size() + filtered).as(record).isEqualTo(inputs.size());
        for (int i = 0; i < parsed.events().size(); i++) {
            LogEvent output = parsed.events().get(i);
            String rule =
                    output.text("metadata.transformation_info_list[0].name").orElseThrow();
            (rule.equals(Kind.CFW_INTRUSION.rule()) ? ALARM : PEOPLE.contains(rule) ? OF_PEOPLE : CONNECTION)
                    .check(inputs.get(i), output);
            String json = output.toJson();
            OcsfReport report = VALIDATOR.validate(json.getBytes(StandardCharsets.UTF_8));
            assertThat(report.problems()).as(json).isEmpty();
        }
    }
}
