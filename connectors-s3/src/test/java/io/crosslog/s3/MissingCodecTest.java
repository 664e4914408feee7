package io.crosslog.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Without the library that expands an object")
class MissingCodecTest {

    @ParameterizedTest
    @CsvSource({"ZSTD,com.github.luben:zstd-jni", "LZ4,at.yawk.lz4:lz4-java", "LZOP,io.airlift:aircompressor"})
    @DisplayName("the reader stops and names it, and the object is not taken for damaged")
    void named(Packed form, String library) throws Exception {
        try (URLClassLoader bare = bare()) {
            Throwable failure = failure(bare, form);
            assertThat(failure)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("put " + library + " on the class path")
                    .hasMessageContaining("nothing was skipped");
        }
    }

    @ParameterizedTest
    @CsvSource({"GZIP", "SNAPPY_FRAMES", "SNAPPY_JAVA"})
    @DisplayName("whatever needs none is read")
    void needsNone(Packed form) throws Exception {
        try (URLClassLoader bare = bare()) {
            assertThat(failure(bare, form)).isNull();
        }
    }

    /** Our classes, and no library. */
    private static URLClassLoader bare() {
        URL ours = RecordStream.class.getProtectionDomain().getCodeSource().getLocation();
        return new URLClassLoader(new URL[] {ours}, ClassLoader.getPlatformClassLoader());
    }

    private static @Nullable Throwable failure(ClassLoader bare, Packed form) throws Exception {
        byte[] stored = form.pack("{\"a\":1}\n".getBytes(UTF_8));
        Class<?> bytes = bare.loadClass(ObjectBytes.class.getName());
        Class<?> plan = bare.loadClass(ReadingPlan.class.getName());
        Class<?> stream = bare.loadClass(RecordStream.class.getName());
        Object object = Proxy.newProxyInstance(
                bare, new Class<?>[] {bytes}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "name" -> "cos://bucket/a@1";
                    case "size" -> (long) stored.length;
                    default -> new ByteArrayInputStream(stored);
                });
        Field defaults = plan.getDeclaredField("DEFAULT");
        Method open = stream.getDeclaredMethod("open", bytes, plan, long.class);
        Method next = stream.getDeclaredMethod("next");
        for (AccessibleObject member : List.of(defaults, open, next)) {
            member.setAccessible(true);
        }
        try {
            Object opened = open.invoke(null, object, defaults.get(null), 0L);
            assertThat((Optional<?>) next.invoke(opened)).isPresent();
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }
}
