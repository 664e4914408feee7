package io.crosslog.s3;

import io.crosslog.credentials.Credentials;
import io.crosslog.loopback.s3.LoopbackS3;
import io.crosslog.spi.Source;
import io.crosslog.testkit.SourceContract;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;

@DisplayName("One pass over old and young gzip objects in COS keeps the contract:")
class CosOnePassContractTest extends SourceContract {

    private static final String BUCKET = "logs-1250000000";
    private LoopbackS3 s3;

    @AfterEach
    void stop() throws Exception {
        s3.close();
    }

    @Override
    protected Source source() throws Exception {
        s3 = Buckets.server().bucket(BUCKET).start();
        for (int i = 0; i < 6; i++) {
            byte[] gzip = Packed.GZIP.pack(Buckets.lines("o" + i + "-", 4));
            s3.bucket(BUCKET).put("waf/" + i + ".gz", gzip, Instant.now().minus(Duration.ofDays(i % 2 * 40L)));
        }
        return TencentCosS3.builder()
                .region("ap-guangzhou")
                .bucket(BUCKET)
                .prefix("waf/")
                .credentials(() -> Credentials.of(Buckets.ID, Buckets.SECRET))
                .endpoint(URI.create("http://" + s3.endpointHost()))
                .allowPlainHttp()
                .proxy(URI.create("http://127.0.0.1:" + s3.port()))
                .onePass()
                .build();
    }

    @Override
    protected int records() {
        return 24;
    }
}
