package io.crosslog.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A record that cannot be read")
class UnloadableCodecTest {

    private static final String FETCHING = "Received exception when fetching the next record from waf-0. If needed, "
            + "please seek past the record to continue consumption.";

    private final KafkaFailures failures = new KafkaFailures(KafkaSource.builder()
            .bootstrapServers("192.0.2.1:9092")
            .topics("waf")
            .group("soc")
            .draft
            .settings("test", new Problems()));

    @ParameterizedTest
    @CsvSource({
        "org/xerial/snappy/SnappyInputStream,org.xerial.snappy:snappy-java",
        "net/jpountz/lz4/LZ4Exception,at.yawk.lz4:lz4-java",
        "com/github/luben/zstd/Zstd,com.github.luben:zstd-jni"
    })
    @DisplayName("for want of its codec is told so, with the library to add, and not as corrupt")
    void codec(String missing, String library) {
        KafkaException e = new KafkaException(FETCHING, new KafkaException(new NoClassDefFoundError(missing)));
        assertThatThrownBy(() -> failures.retry(e, "polling"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("put " + library + " on the class path")
                .hasMessageNotContaining("--reset-offsets");
    }

    @Test
    @DisplayName("because it is corrupt is told so, and that a checkpoint store wins over the group's offsets")
    void corrupt() {
        assertThat(failures.retry(new KafkaException(FETCHING), "polling"))
                .hasMessageContaining("is corrupt")
                .hasMessageContaining("checkpoint store: the position saved there wins");
    }
}
