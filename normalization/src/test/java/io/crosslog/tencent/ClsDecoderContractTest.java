package io.crosslog.tencent;

import io.crosslog.spi.Decoder;
import io.crosslog.testkit.DecoderContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The CLS decoder keeps the contract of decoders")
class ClsDecoderContractTest extends DecoderContract {

    @Override
    protected Decoder decoder() {
        return ClsDecoder.create();
    }

    @Override
    protected List<byte[]> valid() {
        return List.of(
                bytes("{\"a\":\"你好\",\"__TAG__.env\":\"prod\",\"__TAG__\":{\"x\":[1,2]},\"n\":1e99999999999}"),
                bytes("[{\"a\":1},{\"a\":2}]"),
                bytes("raw content"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
