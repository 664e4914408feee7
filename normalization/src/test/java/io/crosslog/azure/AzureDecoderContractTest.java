package io.crosslog.azure;

import io.crosslog.spi.Decoder;
import io.crosslog.testkit.DecoderContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The Azure decoder keeps the contract of decoders")
class AzureDecoderContractTest extends DecoderContract {

    @Override
    protected Decoder decoder() {
        return AzureDecoder.create();
    }

    @Override
    protected List<byte[]> valid() {
        return List.of(
                bytes("{\"records\":[{\"category\":\"A\",\"properties\":\"{'a':'你好'}\"},{\"Level\":4}],\"x\":1}"),
                bytes("[{\"a\":1},{'b':1e99999999999}]"),
                bytes("{\"a\":1}\n{\"a\":2}"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
