package io.crosslog.sls;

import io.crosslog.loopback.sls.SlsLog;
import io.crosslog.spi.Sink;
import io.crosslog.testkit.SinkContract;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The SLS sink keeps the contract of sinks")
class SlsSinkContractTest extends SinkContract {

    private SlsEndpoint endpoint;

    @BeforeEach
    void start() throws Exception {
        endpoint = SlsEndpoint.start();
    }

    @AfterEach
    void stop() throws Exception {
        endpoint.close();
    }

    @Override
    protected Sink sink() {
        return endpoint.sink().build();
    }

    @Override
    protected List<String> delivered() {
        return endpoint.logs().stream()
                .map(SlsLog::fields)
                .map(fields -> fields.get("marker"))
                .toList();
    }

    @Override
    protected boolean down(boolean down) throws IOException {
        if (down) {
            endpoint.sls.goDown();
        } else {
            endpoint.sls.comeUp();
        }
        return true;
    }
}
