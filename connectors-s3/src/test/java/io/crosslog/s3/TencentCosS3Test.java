package io.crosslog.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.credentials.Credentials;
import io.crosslog.loopback.s3.LoopbackS3;
import io.crosslog.loopback.s3.S3Fault;
import io.crosslog.model.RawRecord;
import io.crosslog.spi.SourceReader;
import io.crosslog.testkit.FakeContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The preset for COS")
class TencentCosS3Test {

    private static final String BUCKET = "logs-1250000000";

    @Test
    @DisplayName("asks virtual hosts with a temporary key, lists by ListObjects, and says where a record came from")
    void reads() throws Exception {
        try (LoopbackS3 s3 = LoopbackS3.builder()
                .bucket(BUCKET)
                .temporaryAccessKey("tmp", "secret", "token", Instant.now().plusSeconds(600))
                .start()) {
            String key = "waf/2026/11/21/10/日 志+%20_000_1";
            s3.bucket(BUCKET).put(key, Buckets.lines("line", 2));
            s3.faults().add(S3Fault.noListV2());
            S3Source source = TencentCosS3.builder()
                    .region("ap-guangzhou")
                    .bucket(BUCKET)
                    .prefix("waf/")
                    .credentials(() -> Credentials.temporary("tmp", "secret", "token"))
                    .endpoint(URI.create("http://cos.ap-guangzhou.myqcloud.com"))
                    .allowPlainHttp()
                    .proxy(URI.create("http://127.0.0.1:" + s3.port()))
                    .label("team", "soc")
                    .onePass()
                    .build();
            assertThat(source.name()).isEqualTo("tencent-cos");
            List<RawRecord> records = new ArrayList<>();
            try (SourceReader reader = source.open(FakeContext.create())) {
                while (!reader.isExhausted()) {
                    reader.poll(Duration.ofMillis(100)).ifPresent(batch -> records.addAll(batch.records()));
                }
            }
            assertThat(records).hasSize(2);
            assertThat(records.get(1).origin().toString())
                    .startsWith("cos://" + BUCKET + "/" + key + "@")
                    .endsWith("#1");
            assertThat(records.get(0).attributes())
                    .containsEntry("tencent.bucket", BUCKET)
                    .containsEntry("tencent.key", key)
                    .containsEntry("tencent.region", "ap-guangzhou")
                    .containsEntry("team", "soc");
            assertThat(s3.requests().listsV1()).isEqualTo(s3.requests().lists());
        }
    }

    @Test
    @DisplayName("tells all that is wrong with its settings at once")
    void problems() {
        assertThatThrownBy(() -> TencentCosS3.builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bucket was not set")
                .hasMessageContaining("region was not set")
                .hasMessageContaining("credentials was not set")
                .hasMessageContaining("anonymous()");
        assertThat(TencentCosS3.builder()
                        .region("ap-guangzhou")
                        .bucket(BUCKET)
                        .anonymous()
                        .build()
                        .toString())
                .contains("cos://" + BUCKET + "/ at https://cos.ap-guangzhou.myqcloud.com (anonymous)");
        assertThatThrownBy(() -> TencentCosS3.builder()
                        .region("Guangzhou")
                        .bucket("logs")
                        .credentials(() -> Credentials.of("a", "b"))
                        .build())
                .hasMessageContaining("such as ap-guangzhou")
                .hasMessageContaining("with the APPID behind it");
        assertThatThrownBy(() -> TencentCosS3.builder()
                        .region("ap-guangzhou")
                        .bucket(BUCKET)
                        .endpoint(URI.create("https://" + BUCKET + ".cos.ap-guangzhou.myqcloud.com"))
                        .credentials(() -> Credentials.of("a", "b"))
                        .build())
                .hasMessageContaining("must not hold the bucket's name: use https://cos.ap-guangzhou.myqcloud.com");
    }
}
