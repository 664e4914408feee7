package io.crosslog.tencent;

import io.crosslog.spi.Decoder;
import io.crosslog.spi.Normalizer;
import io.crosslog.testkit.NormalizerContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The WAF rules keep the contract of normalizers")
class WafContractTest extends NormalizerContract {

    private static final Path DIRECTORY = Path.of("src/test/resources/io/crosslog/tencent/waf");
    private static final Normalizer WAF = TencentRules.waf();

    @Override
    protected Decoder decoder() {
        return ClsDecoder.create();
    }

    @Override
    protected Normalizer normalizer() {
        return WAF;
    }

    @Override
    protected List<byte[]> valid() {
        List<byte[]> records = new ArrayList<>();
        records.add("{\"attack_ip\":1e99999999999,\"count\":1e2000000000,\"rule_id\":-1e-2147483647,\"uri\":\"/\"}"
                .getBytes(StandardCharsets.UTF_8));
        for (String file : List.of("attack.lines", "access.lines")) {
            try {
                records.add(Files.readAllLines(DIRECTORY.resolve(file)).get(0).getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return records;
    }
}
