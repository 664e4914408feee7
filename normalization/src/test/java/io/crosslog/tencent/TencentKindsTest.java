package io.crosslog.tencent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.model.LogEvent;
import io.crosslog.model.Origin;
import io.crosslog.model.RawRecord;
import io.crosslog.normalize.RuleException;
import io.crosslog.parse.RecordParser;
import io.crosslog.spi.Normalizer;
import io.crosslog.tencent.TencentRules.InMeans;
import io.crosslog.tencent.TencentRules.Kind;
import io.crosslog.testkit.Parsed;
import io.crosslog.testkit.Parsers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Which rule a record of Tencent Cloud is for")
class TencentKindsTest {

    private static final Normalizer ALL = TencentRules.all();

    @ParameterizedTest
    @CsvSource({
        "cfw_rule_acl,cfw-access-control",
        "CFWRuleAcl,cfw-access-control",
        "cfw_rule_nat_acl_2025030415,cfw-access-control",
        "cfw_rule_vpc_acl,cfw-access-control",
        "CFWRuleVpcAcl,cfw-access-control",
        "rule_vpcacl,cfw-access-control",
        "cfw_rule_dns_acl,cfw-access-control",
        "rule_acl,cfw-access-control",
        "rule_sg,esg-flow",
        "netflow_fl,esg-flow",
        "CFWNetflowFl,esg-flow",
        "cfw_netflow_fl,esg-flow",
        "cfw_rule_threatinfo,cfw-intrusion",
        "rule_threatinfo,cfw-intrusion",
        "threat_defense,cfw-intrusion",
        "cfw_threat_2026012116,cfw-intrusion",
        "HoneyPotHost,cfw-intrusion",
        "HoneyPotNetwork,cfw-intrusion",
        "BlockList,cfw-intrusion",
        "IdsLog,cfw-intrusion",
        "TiLog,cfw-intrusion",
        "BaseLineLog,cfw-intrusion",
        "cfw_rule_ndr_threatinfo,cfw-intrusion",
        "cfw_ndr_subject_risk,cfw-intrusion",
        "cfw_ndr_dataleak_entry,cfw-intrusion",
        "CFWOnline,cfw-traffic",
        "cfw_netflow_border,cfw-traffic",
        "netflow_border,cfw-traffic",
        "CFWNetflowNat,cfw-traffic",
        "cfw_netflow_nat,cfw-traffic",
        "CFWNetflowVpc,cfw-traffic",
        "vpcnetflow,cfw-traffic",
        "cfw_netflow_nta,cfw-traffic",
        "cfw_ndr_ai_audit,cfw-traffic",
        "cfw_netflow_dns,cfw-dns",
        "CFWOperateLogAll,cfw-operation",
        "operate_log_all,cfw-operation",
        "operate_switch,cfw-operation",
        "operate_instance,cfw-operation",
        "operate_assetgroup,cfw-operation",
        "operate_acl,cfw-operation",
        "operate_identity,cfw-operation",
        "operate_ids,cfw-operation",
        "operate_baseline,cfw-operation",
        "operate_tool,cfw-operation",
        "operate_honeypot,cfw-operation",
        "operate_logdelivery,cfw-operation",
        "operate_logstorage,cfw-operation",
        "operate_login,cfw-login",
        "cfw_operate_db,cfw-login",
        "operate_remote_om,cfw-login",
        "CFWOperateRemoteOM,cfw-login",
        "remoteom_commands,cfw-command",
        "operate_web_access,cfw-web-access",
        "CFWOperateWebAccess,cfw-web-access",
    })
    @DisplayName("its own name for itself, in each of the vendor's three families, comes before its fields")
    void named(String id, String rule) {
        for (String field : new String[] {"index", "cls_event_type"}) {
            String record = "{\"" + field + "\":\"" + id
                    + "\",\"attack_ip\":\"192.0.2.1\",\"src_ip\":\"192.0.2.1\",\"strategy\":\"1\",\"uid\":1}";
            assertThat(rule(one(ALL, record))).as(field).isEqualTo("tencent/" + rule);
        }
    }

    static Stream<Arguments> everyKind() {
        return Arrays.stream(Kind.values()).map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    @DisplayName("what is said of its topic comes before all")
    void configured(Kind kind) {
        Normalizer byTopic = TencentRules.builder().kind("t-1", kind).all();
        Normalizer byLabel = TencentRules.builder().kind("team", "soc", kind).all();
        String record = "{\"index\":\"rule_acl\",\"src_ip\":\"192.0.2.1\"}";
        for (String attribute : List.of("tencent.topic", "kafka.topic", "topic")) {
            assertThat(rule(attributed(byTopic, record, attribute, "t-1"))).isEqualTo(kind.rule());
        }
        assertThat(rule(attributed(byLabel, record, "team", "soc"))).isEqualTo(kind.rule());
        assertThat(rule(attributed(byTopic, record, "tencent.topic", "t-2"))).isEqualTo("tencent/cfw-access-control");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'src_ip':'192.0.2.1','strategy':'1','uid':7}|cfw-access-control",
                "{'src_ip':'192.0.2.1','strategy':'1','eventname_res':'x'}|cfw-intrusion",
                "{'src_ip':'192.0.2.1','total_pkt_len':1}|cfw-traffic",
                "{'src_ip':'192.0.2.1','qname':'x.example.com'}|cfw-dns",
                "{'operator':'a','opt_type':'operate_acl'}|cfw-operation",
                "{'operator':'a','opt_type':'operate_login'}|cfw-login",
                "{'db_user':'a','dst_ip':'192.0.2.1'}|cfw-login",
                "{'command':'ls','user':'a'}|cfw-command",
                "{'url':'/','user':'a','src_ip':'192.0.2.1'}|cfw-web-access",
                "{'remote_user':'root','dst_ip':'192.0.2.1','command':'rm -rf /'}|cfw-command",
                "{'db_user':'bob','dst_ip':'192.0.2.1','sql':'drop table t'}|cfw-command",
                "{'login_user':'a','url':'/','method':'GET','dst_ip':'192.0.2.1'}|cfw-web-access",
                "{'src_ip':'192.0.2.1','query_name':'x.example.com','query_type':'A','in_pkt_count':1}|cfw-dns",
                "{'srcaddr':'192.0.2.1','dstaddr':'192.0.2.2','interface-id':'eni-1'}|flow-log",
                "{'src_ip':'192.0.2.1','sg_id':'sg-1'}|esg-flow",
                "{'client':'192.0.2.1','upstream':'192.0.2.2:80'}|waf-access",
                "{'attack_ip':'192.0.2.1'}|waf-attack",
                "{'src_ip':'192.0.2.1'}|unrecognised",
            })
    @DisplayName("otherwise its fields decide")
    void signature(String record, String rule) {
        Parsed parsed = Parsers.parse(ClsDecoder.create(), ALL, record.replace('\'', '"'));
        assertThat(rule(parsed.events().get(0))).isEqualTo("tencent/" + rule);
        assertThat(parsed.counted().containsKey("unrecognised")).isEqualTo(rule.equals("unrecognised"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "WAF_ATTACK|{'attack_ip':'192.0.2.1','uri':'/'}|4002",
                "WAF_ACCESS|{'client':'192.0.2.1','url':'/','msec':'1741072577.1'}|4002",
                "CFW_ACCESS_CONTROL|{'src_ip':'192.0.2.1','strategy':'1','uid':7}|4001",
                "CFW_INTRUSION|{'eventname_res':'x'}|2004",
                "CFW_INTRUSION|{'src_ip':'192.0.2.1'}|2004",
                "CFW_TRAFFIC|{'src_ip':'192.0.2.1','total_pkt_len':1}|4001",
                "CFW_DNS|{'src_ip':'192.0.2.1','query_name':'a.example.com'}|4003",
                "CFW_LOGIN|{'operator':'a','opt_type':'operate_login'}|3002",
                "CFW_LOGIN|{'db_user':'a','src_ip':'192.0.2.1','dst_ip':'192.0.2.2'}|3002",
                "CFW_LOGIN|{'remote_user':'a','instance_id':'ins-1','protocol':'SSH'}|3002",
                "CFW_COMMAND|{'command':'ls','user':'a','src_ip':'192.0.2.1'}|6003",
                "CFW_OPERATION|{'operator':'a','action':'edit','public_ip':'192.0.2.1'}|6003",
                "CFW_OPERATION|{'operator':'a','opt_type':'operate_acl'}|6003",
                "CFW_OPERATION|{'detail':'nobody is named'}|6003",
                "CFW_WEB_ACCESS|{'url':'/','user':'a','src_ip':'192.0.2.1'}|4002",
                "FLOW_LOG|{'srcaddr':'192.0.2.1','dstaddr':'192.0.2.2','action':'ACCEPT'}|4001",
                "ESG_FLOW|{'src_ip':'192.0.2.1','sg_id':'sg-1','action':'REJECT'}|4001",
            })
    @DisplayName("each kind has a class of its own, and none is a bare base event")
    void classes(Kind kind, String record, String classUid) {
        Normalizer ofKind = TencentRules.builder().kind("t-1", kind).all();
        LogEvent event = attributed(ofKind, record.replace('\'', '"'), "tencent.topic", "t-1");
        assertThat(rule(event)).isEqualTo(kind.rule());
        assertThat(event.text("class_uid")).contains(classUid);
        if (kind == Kind.CFW_OPERATION && record.contains("operator")) {
            assertThat(event.text("actor.user.name")).contains("a");
        }
    }

    @Test
    @DisplayName("the table of classes above has every kind")
    void allClasses() throws Exception {
        CsvSource table = TencentKindsTest.class
                .getDeclaredMethod("classes", Kind.class, String.class, String.class)
                .getAnnotation(CsvSource.class);
        assertThat(Arrays.stream(table.value()).map(row -> Kind.valueOf(row.substring(0, row.indexOf('|')))))
                .contains(Kind.values());
    }

    @Test
    @DisplayName("each of the sets has the rules that its name says")
    void sets() {
        assertThat(TencentRules.waf().rules().names()).containsExactly("tencent/waf-access", "tencent/waf-attack");
        assertThat(TencentRules.flowLogs().rules().names()).containsExactly("tencent/flow-log", "tencent/esg-flow");
        assertThat(TencentRules.cloudFirewall().rules().names()).hasSize(10);
        assertThat(TencentRules.all().rules().names()).hasSize(Kind.values().length);
        assertThatThrownBy(
                        () -> TencentRules.builder().kind("t", Kind.WAF_ATTACK).flowLogs())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no rule 'tencent/waf-attack'");
        assertThatThrownBy(
                        () -> TencentRules.builder().inMeans(InMeans.TO_SOURCE).waf())
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("in_means");
    }

    @ParameterizedTest
    @CsvSource({
        "0,INTO_ASSET,100,900",
        "1,INTO_ASSET,900,100",
        "0,TO_SOURCE,100,900",
        "1,TO_SOURCE,100,900",
        "0,FROM_SOURCE,900,100",
        "1,FROM_SOURCE,900,100",
        "sd-wan,INTO_ASSET,,",
        "sd-wan,TO_SOURCE,100,900",
    })
    @DisplayName("what in_ counts is a setting; bytes_out is always what the source sent")
    void inMeans(String direction, InMeans meaning, String bytesIn, String bytesOut) {
        LogEvent event = one(
                TencentRules.builder().inMeans(meaning).cloudFirewall(),
                "{\"src_ip\":\"192.0.2.1\",\"dst_ip\":\"192.0.2.2\",\"in_pkt_len\":100,\"out_pkt_len\":900,"
                        + "\"in_pkt_count\":100,\"out_pkt_count\":900,\"direction\":\"" + direction + "\"}");
        assertThat(event.text("traffic.bytes_in").orElse(null)).isEqualTo(bytesIn);
        assertThat(event.text("traffic.bytes_out").orElse(null)).isEqualTo(bytesOut);
        assertThat(event.text("traffic.packets_in").orElse(null)).isEqualTo(bytesIn);
        assertThat(event.text("traffic.packets_out").orElse(null)).isEqualTo(bytesOut);
        assertThat(event.text("unmapped.in_pkt_len")).contains("100");
    }

    @Test
    @DisplayName("times without a zone are in the zone that is set")
    void zone() {
        String record = "{\"operator\":\"a\",\"opt_type\":\"x\",\"time\":\"2025-03-04 15:16:17\"}";
        assertThat(one(ALL, record).text("time")).contains("1741072577000");
        assertThat(one(TencentRules.builder().zone(ZoneId.of("UTC")).all(), record)
                        .text("time"))
                .contains("1741101377000");
    }

    @ParameterizedTest
    @CsvSource({
        "1,allow,Denied,Blocked",
        "1,ACCEPT,Denied,Blocked",
        "2,REJECT,Allowed,Allowed",
        "0,block,Observed,Logged",
        "observe,block,Observed,Logged",
        "7,block,Denied,Blocked",
        "-,block,Denied,Blocked",
    })
    @DisplayName("what the firewall did stands in strategy, number or word, whatever word stands in action")
    void strategyFirst(String strategy, String action, String did, String disposition) {
        String decision = "\"strategy\":\"" + strategy + "\",\"action\":\"" + action + "\"";
        boolean blocked = did.equals("Denied");
        for (String kind : new String[] {"\"index\":\"rule_acl\"", "\"sg_id\":\"sg-1\"", "\"in_pkt_len\":1"}) {
            LogEvent event = one(ALL, "{\"src_ip\":\"192.0.2.1\"," + kind + "," + decision + "}");
            assertThat(event.text("action")).as(kind).contains(did);
            assertThat(event.text("disposition")).as(kind).contains(disposition);
            if (!kind.contains("in_pkt_len")) {
                assertThat(event.text("activity_name").orElseThrow().equals("Refuse"))
                        .as(kind)
                        .isEqualTo(blocked);
                assertThat(event.text("severity")).as(kind).contains(blocked ? "Low" : "Informational");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"srcaddr\":\"-\",\"dstaddr\":\"-\",\"interface-id\":\"eni-1\",\"log-status\":\"%s\"}",
                "{\"interface-id\":\"eni-1\",\"start\":1741072517,\"end\":1741072577,\"log-status\":\"%s\"}",
                "{\"sg_id\":\"sg-1\",\"start\":1741072517,\"end\":1741072577,\"log_status\":\"%s\"}",
            })
    @DisplayName(
            "a flow record without data is filtered by name, with addresses or without; a skipped one is the vendor's loss besides")
    void flowLogStates(String record) {
        Parsed nodata = Parsers.parse(ClsDecoder.create(), ALL, record.formatted("NODATA"));
        assertThat(nodata.filtered()).containsEntry("nodata", 1L);
        assertThat(nodata.counted()).isEmpty();
        Parsed skipped = Parsers.parse(ClsDecoder.create(), ALL, record.formatted("SKIPDATA"));
        assertThat(skipped.filtered()).containsEntry("skipdata", 1L);
        assertThat(skipped.counted()).containsEntry("possible-loss:skipdata", 1L);
    }

    private static LogEvent one(Normalizer normalizer, String record) {
        Parsed parsed = Parsers.parse(ClsDecoder.create(), normalizer, record);
        assertThat(parsed.events()).hasSize(1);
        return parsed.events().get(0);
    }

    private static LogEvent attributed(Normalizer normalizer, String record, String attribute, String value) {
        RawRecord raw = RawRecord.builder(Origin.prefix("test", "test:").at(1), Instant.EPOCH)
                .bytes(record.getBytes(StandardCharsets.UTF_8))
                .attributes(Map.of(attribute, value))
                .build();
        return new RecordParser(ClsDecoder.create(), normalizer)
                .parse(raw)
                .events()
                .get(0);
    }

    private static String rule(LogEvent event) {
        return event.text("metadata.transformation_info_list[0].name").orElseThrow();
    }
}
