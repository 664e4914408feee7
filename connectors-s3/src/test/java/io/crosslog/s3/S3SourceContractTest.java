package io.crosslog.s3;

import io.crosslog.loopback.s3.LoopbackS3;
import io.crosslog.spi.Source;
import io.crosslog.testkit.SourceContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;

@DisplayName("An S3 source keeps the contract:")
class S3SourceContractTest extends SourceContract {

    private LoopbackS3 s3;

    @AfterEach
    void stop() throws Exception {
        s3.close();
    }

    @Override
    protected Source source() throws Exception {
        s3 = Buckets.server().bucket("contract").start();
        for (int i = 0; i < 5; i++) {
            s3.bucket("contract").put("a/" + i, Buckets.lines("o" + i + "-", 4));
        }
        return Buckets.source(s3, "contract").build();
    }

    @Override
    protected int records() {
        return 20;
    }
}
