package io.crosslog.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CredentialsTest {

    @Test
    @DisplayName("Secrets do not print themselves")
    void silent() throws Exception {
        Credentials lasting = Credentials.of("AKID", "hunter2");
        Credentials temporary = Credentials.temporary("AKID", "hunter2", "token3");
        assertThat(lasting).hasToString("AKID:***");
        assertThat(temporary).hasToString("AKID:*** with a session token");
        assertThat(Secret.of("hunter2")).hasToString("***");
        assertThat(CredentialsProvider.fixed(temporary).get().token()).contains(Secret.of("token3"));
        assertThat(lasting).isNotEqualTo(temporary).isEqualTo(Credentials.of("AKID", "hunter2"));
    }

    @Test
    @DisplayName("The line end of a file is dropped, other control characters are refused without being printed")
    void controls() {
        assertThat(Credentials.temporary("AKID\n", "hunter2\r\n", " token3\n"))
                .isEqualTo(Credentials.temporary("AKID", "hunter2", "token3"));
        assertThatThrownBy(() -> Credentials.temporary("AKID", "hunter2", "to\nken3"))
                .hasMessageContaining("session token")
                .hasMessageNotContaining("ken3");
    }

    @Test
    @DisplayName("Blank ones are refused, without printing the other part")
    void blank() {
        assertThatThrownBy(() -> Credentials.of(" ", "hunter2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("blank id")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> Credentials.of("AKID", "")).hasMessageContaining("blank secret");
    }
}
