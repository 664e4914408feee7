package io.crosslog.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.LogEvent;
import io.crosslog.testkit.Parsed;
import io.crosslog.testkit.Parsers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("WAF records whose fields take other forms")
class WafFormsTest {

    @Test
    @DisplayName("an attack record is one although it has fields of an access record")
    void attackWithAccessFields() {
        LogEvent event = one("{'attack_ip':'192.0.2.7','attack_time':'2025-03-04 15:16:17','client':'192.0.2.7',"
                + "'upstream':'198.51.100.1:80','request_time':'0.1','status':'200','method':'GET'}");
        assertThat(event.text("metadata.log_name")).contains("waf_attack");
        assertThat(event.text("time")).contains("1741072577000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"20251120110718", "20251120", "2025-11-31 10:00:00", "2025-02-29T10:00:00Z"})
    @DisplayName(
            "a compact or impossible time is no epoch and is not bent: the log service's own time is taken, counted")
    void noTime(String time) {
        Parsed parsed = parse(
                "{'attack_ip':'192.0.2.7','attack_time':'" + time + "','__TIMESTAMP__':1741072577,'method':'GET'}");
        assertThat(parsed.events()).singleElement().satisfies(e -> {
            assertThat(e.text("time")).contains("1741072577000");
            assertThat(e.text("unmapped.attack_time")).contains(time);
        });
        assertThat(parsed.counted()).containsEntry("conversion-failed:tencent/waf-attack.time", 1L);
    }

    @ParameterizedTest
    @CsvSource({"1.0,2,2", "'1',2,2", "+1,2,2", "0.00,3,17"})
    @DisplayName("a number is the same however it is written")
    void numbers(String status, String action, String disposition) {
        LogEvent event = one("{'attack_ip':'192.0.2.7','method':'GET','status':'" + status + "','risk_level':1.0}");
        assertThat(event.text("action_id")).contains(action);
        assertThat(event.text("disposition_id")).contains(disposition);
        assertThat(event.text("severity")).contains("High");
    }

    @ParameterizedTest
    @CsvSource({
        "observe,Observed,Logged",
        "Redirect,Modified,Custom Action",
        "BLOCK,Denied,Blocked",
        "captcha,Modified,Captcha",
        "allow,Allowed,Allowed",
        "拦截,Denied,Blocked"
    })
    @DisplayName("an action may be a word, in 'action' or in 'status'")
    void words(String word, String action, String disposition) {
        for (String field : new String[] {"action", "status"}) {
            LogEvent event = one("{'attack_ip':'192.0.2.7','method':'GET','" + field + "':'" + word + "'}");
            assertThat(event.text("action")).as(field).contains(action);
            assertThat(event.text("disposition")).as(field).contains(disposition);
        }
    }

    private static LogEvent one(String record) {
        Parsed parsed = parse(record);
        assertThat(parsed.events()).hasSize(1);
        return parsed.events().get(0);
    }

    /** Records are written with single quotes here. */
    private static Parsed parse(String record) {
        return Parsers.parse(ClsDecoder.create(), TencentRules.waf(), record.replace('\'', '"'));
    }
}
