package io.crosslog.loopback.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A PostgreSQL of the tests' own")
class LoopbackPostgresTest {

    @ParameterizedTest
    @CsvSource({"Linux, amd64", "Linux, x86_64", "Windows 11, amd64", "Mac OS X, aarch64"})
    @DisplayName("has binaries for the common machines")
    void served(String system, String architecture) {
        assertThat(LoopbackPostgres.binariesLacking(system, architecture)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"Linux, aarch64", "Linux, ppc64le", "Windows 11, aarch64"})
    @DisplayName("says for which machine it has none, so that tests are skipped instead of failing")
    void lacking(String system, String architecture) {
        assertThat(LoopbackPostgres.binariesLacking(system, architecture)).contains(system, architecture, "amd64");
    }
}
