package io.crosslog.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathTest {

    @Test
    @DisplayName("Dots, indexes and escapes")
    void steps() {
        assertThat(Path.of("a.b[0][12].c").steps()).containsExactly("a", "b", 0, 12, "c");
        assertThat(Path.of("__TAG__\\.env").steps()).containsExactly("__TAG__.env");
        assertThat(Path.of("a\\[0].b\\\\").steps()).containsExactly("a[0]", "b\\");
        assertThat(Path.of("名 字").first()).isEqualTo("名 字");
    }

    @Test
    @DisplayName("Any name can be written as a path, even none")
    void names() {
        for (String name : new String[] {"a.b", "a[0]", "\\", "a\\.b", "x]"}) {
            assertThat(Path.of(Path.escape(name))).isEqualTo(Path.ofName(name));
            assertThat(Path.ofName(name).steps()).containsExactly(name);
        }
        assertThat(Path.ofName("").steps()).containsExactly("");
    }

    @ParameterizedTest
    @DisplayName("What is no path is refused, with the place")
    @ValueSource(
            strings = {"", ".", "a.", ".a", "a..b", "[0]", "a[", "a[x]", "a[-1]", "a[0]b", "a\\", "a[99999999999]"})
    void wrong(String text) {
        assertThatThrownBy(() -> Path.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at character");
    }

    @Test
    @DisplayName("A path has a bounded number of steps")
    void bounded() {
        assertThatThrownBy(() -> Path.of("a" + ".a".repeat(64))).hasMessageContaining("64");
    }
}
