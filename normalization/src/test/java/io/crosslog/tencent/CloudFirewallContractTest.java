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

@DisplayName("The Cloud Firewall and flow log rules keep the contract of normalizers")
class CloudFirewallContractTest extends NormalizerContract {

    private static final Path DIRECTORY = Path.of("src/test/resources/io/crosslog/tencent");
    private static final Normalizer ALL = TencentRules.all();

    @Override
    protected Decoder decoder() {
        return ClsDecoder.create();
    }

    @Override
    protected Normalizer normalizer() {
        return ALL;
    }

    @Override
    protected List<byte[]> valid() {
        List<byte[]> records = new ArrayList<>();
        for (String file : List.of("cfw/access-control", "cfw/intrusion", "cfw/traffic", "cfw/operation", "flow/raw")) {
            try {
                records.add(Files.readAllLines(DIRECTORY.resolve(file + ".lines"))
                        .get(0)
                        .getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return records;
    }
}
