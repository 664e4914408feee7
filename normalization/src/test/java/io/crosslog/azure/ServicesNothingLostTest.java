package io.crosslog.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.LogEvent;
import io.crosslog.normalize.MutatedRecord;
import io.crosslog.normalize.NothingLost;
import io.crosslog.ocsf.OcsfReport;
import io.crosslog.ocsf.OcsfSchema;
import io.crosslog.ocsf.OcsfValidator;
import io.crosslog.spi.Normalizer;
import io.crosslog.testkit.Parsed;
import io.crosslog.testkit.Parsers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Records of the activity log, Entra ID and Azure's services lose nothing, whatever is in them")
class ServicesNothingLostTest {

    private static final Path DIRECTORY = Path.of("src/test/resources/io/crosslog/azure");
    private static final OcsfValidator VALIDATOR = OcsfValidator.of(OcsfSchema.bundled());
    private static final Normalizer ALL = AzureRules.all();

    /** Words that tables translate: the field, and an attribute that then holds what it means. */
    private static final NothingLost CHECK = new NothingLost(List.of(
            "level>severity_id",
            "resultType>status_id",
            "resultType>status",
            "operationName>api.operation",
            "properties.Severity>severity_id",
            "properties.ActionTaken>action_id",
            "properties.policies[0].policyDefinitionEffect>action_id",
            "properties.status.errorCode>status_code",
            "properties.userType>user.type_id",
            "properties.isInteractive>logon_type",
            "isInteractive>logon_type",
            "properties.authenticationRequirement>is_mfa",
            "authenticationRequirement>is_mfa",
            "properties.conditionalAccessStatus>policy.is_applied",
            "properties.riskLevelDuringSignIn>risk_level_id",
            "properties.riskLevelAggregated>risk_level_id",
            "properties.authenticationProtocol>auth_protocol_id",
            "properties.authenticationDetails[0].authenticationMethod>auth_factors[0].factor_type_id",
            "properties.authenticationDetails[1].authenticationMethod>auth_factors[1].factor_type_id",
            "properties.authenticationDetails[2].authenticationMethod>auth_factors[2].factor_type_id",
            "properties.riskLevel>severity_id",
            "properties.result>status_id",
            "properties.operationType>activity_id",
            "properties.activityDisplayName>activity_id",
            "properties.provisioningAction>activity_id",
            "action>activity_id",
            "statusInfo.status>status_id",
            "targetIdentity.identityType>entity.type_id",
            "initiatedBy.initiatingType>actor.user.type_id",
            "properties.action>activity_id",
            "properties.provisioningStatusInfo.status>status_id",
            "properties.statusInfo.status>status_id",
            "properties.sourceIdentity.identityType>entity.type_id",
            "properties.targetIdentity.identityType>entity.type_id",
            "properties.initiatedBy.initiatorType>actor.user.type_id",
            "properties.initiatedBy.initiatingType>actor.user.type_id",
            "identity.claims.idtyp>actor.user.type_id",
            "identity.claim.idtyp>actor.user.type_id",
            "claims.idtyp>actor.user.type_id",
            "status.value>status_id",
            "properties.requestMethod>activity_id",
            "properties.httpMethod>activity_id",
            "statusText>status_id",
            "properties.serviceType>databucket.type_id",
            "properties.log.verb>activity_id",
            "properties.succeeded>status_id",
            "properties.action_name>activity_id",
            "properties.CsMethod>activity_id",
            "properties.Result>status_id",
            "properties.Result>action_id",
            "location>evidences[0].src_endpoint.location.country",
            "identity.claims.idtyp>evidences[0].actor.user.type_id",
            "properties.ActivatedOn>finding_info.created_time",
            "properties.eventProperties.impactStartTime>start_time",
            "properties.eventProperties.impactMitigationTime>end_time",
            "properties.targetResources[0].type>entity.type_id",
            "UserType>user.type_id",
            "AuthenticationProtocol>auth_protocol_id",
            "properties.authenticationDetails[3].authenticationMethod>auth_factors[3].factor_type_id",
            "properties.authenticationDetails[4].authenticationMethod>auth_factors[4].factor_type_id",
            "properties.authenticationDetails[5].authenticationMethod>auth_factors[5].factor_type_id",
            "properties.authenticationDetails[6].authenticationMethod>auth_factors[6].factor_type_id",
            "properties.authenticationDetails[7].authenticationMethod>auth_factors[7].factor_type_id",
            "properties.authenticationDetails[8].authenticationMethod>auth_factors[8].factor_type_id",
            "properties.authenticationDetails[9].authenticationMethod>auth_factors[9].factor_type_id",
            "properties.authenticationDetails[10].authenticationMethod>auth_factors[10].factor_type_id",
            "properties.authenticationDetails[11].authenticationMethod>auth_factors[11].factor_type_id",
            "properties.authenticationDetails[12].authenticationMethod>auth_factors[12].factor_type_id",
            "properties.authenticationDetails[13].authenticationMethod>auth_factors[13].factor_type_id",
            "properties.authenticationDetails[14].authenticationMethod>auth_factors[14].factor_type_id",
            "RiskLevelAggregated>severity_id",
            "RiskLevelDuringSignIn>risk_level_id",
            "properties.level>severity_id",
            "properties.CustomLevel>severity_id",
            "properties.log.annotations.authorization.k8s.io/decision>action_id",
            "properties.eventProperties.ActivatedOn>finding_info.created_time",
            "properties.activityDateTime>finding_info.first_seen_time",
            "properties.detectedDateTime>finding_info.created_time",
            "properties.lastUpdatedDateTime>finding_info.modified_time",
            "properties.riskLastUpdatedDateTime>finding_info.modified_time",
            "properties.tokenIssuedAt>actor.session.created_time",
            "properties.issuedAt>actor.session.created_time",
            "result>status_id",
            "Result>status_id",
            "operationType>activity_id",
            "targetResources[0].type>entity.type_id",
            "provisioningAction>activity_id",
            "provisioningStatusInfo.status>status_id",
            "sourceIdentity.identityType>entity.type_id",
            "targetIdentity.identityType>entity_result.type_id",
            "initiatedBy.initiatorType>actor.user.type_id",
            "riskLevel>severity_id",
            "activityDateTime>finding_info.first_seen_time",
            "detectedDateTime>finding_info.created_time",
            "requestMethod>activity_id",
            "properties.impactStartTime>start_time",
            "properties.impactMitigationTime>end_time"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "activity",
                "app-service",
                "common",
                "entra",
                "graph",
                "key-vault",
                "kubernetes",
                "sql",
                "storage"
            })
    @DisplayName("records as they come, and sixty changes of each kind")
    void all(String directory) throws IOException {
        Random random = new Random(4711);
        try (Stream<Path> files = Files.list(DIRECTORY.resolve(directory))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".lines")).sorted().toList()) {
                List<String> records = Files.readAllLines(file);
                assertThat(records).as(file.toString()).hasSizeGreaterThanOrEqualTo(3);
                records.forEach(ServicesNothingLostTest::check);
                List<LogEvent> seeds = Parsers.parse(
                                AzureDecoder.create(), Normalizer.none(), records.toArray(new String[0]))
                        .events();
                for (int i = 0; i < 60; i++) {
                    check(MutatedRecord.of(seeds.get(random.nextInt(seeds.size())), random, i));
                }
            }
        }
    }

    private static void check(String record) {
        Parsed inputs = Parsers.parse(AzureDecoder.create(), Normalizer.none(), record);
        Parsed parsed = Parsers.parse(AzureDecoder.create(), ALL, record);
        assertThat(parsed.rejected()).as(record).hasSameSizeAs(inputs.rejected());
        Map<String, LogEvent> byPlace = new HashMap<>();
        inputs.events().forEach(input -> byPlace.put(place(input), input));
        Map<String, LogEvent> seen = new HashMap<>();
        for (LogEvent output : parsed.events()) {
            String json = output.toJson();
            OcsfReport report = VALIDATOR.validate(json.getBytes(StandardCharsets.UTF_8));
            assertThat(report.problems()).as(json).isEmpty();
            LogEvent input = byPlace.get(place(output));
            assertThat(input).as(json).isNotNull();
            seen.merge(place(output), output, (first, other) -> other);
            // One event of several keeps what is its own; the others have the rest.
            if (parsed.events().stream()
                            .filter(e -> place(e).equals(place(output)))
                            .count()
                    == 1) {
                CHECK.check(input, output);
            }
        }
        long filtered = parsed.filtered().values().stream().mapToLong(n -> n).sum()
                - inputs.filtered().values().stream().mapToLong(n -> n).sum();
        assertThat(seen.size() + filtered).as(record).isGreaterThanOrEqualTo(byPlace.size());
    }

    private static String place(LogEvent event) {
        return event.origin() + "#" + event.index();
    }
}
