package io.crosslog.loopback.sls;

import com.aliyun.openservices.log.common.Logs;
import java.time.Instant;

/** LogGroups for tests. */
final class Groups {
    private Groups() {}

    /** One group of a topic with so many logs of the present moment. */
    static Logs.LogGroup of(String topic, int logs) {
        Logs.LogGroup.Builder group = Logs.LogGroup.newBuilder().setTopic(topic).setSource("192.0.2.7");
        for (int i = 0; i < logs; i++) {
            group.addLogs(log(now(), "uid", topic + "-" + i, "content", "攻击 " + i));
        }
        return group.build();
    }

    static Logs.Log.Builder log(int time, String... keysAndValues) {
        Logs.Log.Builder log = Logs.Log.newBuilder().setTime(time);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            log.addContents(
                    Logs.Log.Content.newBuilder().setKey(keysAndValues[i]).setValue(keysAndValues[i + 1]));
        }
        return log;
    }

    static Logs.LogGroup group(Logs.Log.Builder log) {
        return Logs.LogGroup.newBuilder().addLogs(log).build();
    }

    static int now() {
        return (int) Instant.now().getEpochSecond();
    }
}
