package io.crosslog.kafka;

import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.spi.Source;
import io.crosslog.testkit.SourceContract;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A Kafka source keeps the contract:")
class KafkaSourceContractTest extends SourceContract {

    @Override
    protected Source source() {
        LoopbackKafka kafka = Brokers.shared();
        String topic = Brokers.unique("contract");
        kafka.createTopic(topic, 2);
        for (int partition = 0; partition < 2; partition++) {
            for (byte[] value : Brokers.values("p" + partition + "-", 10)) {
                kafka.produce(topic, partition, null, value);
            }
        }
        return Brokers.source(topic, Brokers.unique("group"))
                .property("max.poll.records", "4")
                .build();
    }

    @Override
    protected int records() {
        return 20;
    }
}
