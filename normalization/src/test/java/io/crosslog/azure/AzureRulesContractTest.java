package io.crosslog.azure;

import io.crosslog.spi.Decoder;
import io.crosslog.spi.Normalizer;
import io.crosslog.testkit.NormalizerContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The rules for Azure keep the contract of normalizers")
class AzureRulesContractTest extends NormalizerContract {

    private static final Path DIRECTORY = Path.of("src/test/resources/io/crosslog/azure");
    private static final Normalizer ALL = AzureRules.all();

    @Override
    protected Decoder decoder() {
        return AzureDecoder.create();
    }

    @Override
    protected Normalizer normalizer() {
        return ALL;
    }

    @Override
    protected List<byte[]> valid() {
        return List.of("activity/administrative", "entra/sign-in", "key-vault/audit-event", "storage/read").stream()
                .map(AzureRulesContractTest::first)
                .toList();
    }

    private static byte[] first(String file) {
        try {
            return Files.readAllLines(DIRECTORY.resolve(file + ".lines")).get(0).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
