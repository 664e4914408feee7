package io.crosslog.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Of the Kafka client on the class path")
class ClientVersionTest {

    @Test
    @DisplayName("the version is known, whichever it is")
    void known() {
        assertThat(ClientVersion.number()).matches("[34]\\.\\d+\\.\\d+.*");
    }

    @ParameterizedTest
    @CsvSource({"3.8.1,false", "2.8.2,false", "3.9.0,true", "3.9.2,true", "4.4.0,true", "3.10.0,true", "unknown,true"})
    @DisplayName("it is known which open with ApiVersions 4")
    void apiVersions4(String version, boolean expected) {
        assertThat(ClientVersion.sendsApiVersions4(version)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "17,3.8.1,false,true",
        "23,3.8.1,false,true",
        "24,3.8.1,false,false",
        "25,3.9.2,true,true",
        "25,4.4.0,false,true"
    })
    @DisplayName("it is known which can do SASL on which Java")
    void sasl(int java, String version, boolean copes, boolean expected) {
        assertThat(ClientVersion.saslWorks(java, version, copes)).isEqualTo(expected);
    }
}
