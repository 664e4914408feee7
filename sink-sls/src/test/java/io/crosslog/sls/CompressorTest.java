package io.crosslog.sls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Inflater;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CompressorTest {

    @Test
    @DisplayName("Compressed bodies are whole when undone, also those that do not get smaller")
    void roundTrip() throws Exception {
        Random random = new Random(1);
        for (int size : new int[] {0, 1, 100, 65_536, 1_000_003}) {
            byte[] raw = new byte[size + 3];
            random.nextBytes(raw);
            try (Compressor deflate = new DeflateCompressor(1);
                    Compressor lz4 = new Lz4Compressor();
                    Compressor none = new NoCompressor()) {
                byte[] expected = Arrays.copyOfRange(raw, 2, 2 + size);
                byte[] back = new byte[size];
                LZ4Factory.safeInstance().fastDecompressor().decompress(lz4.compress(raw, 2, size), 0, back, 0, size);
                assertThat(back).isEqualTo(expected);
                for (int twice = 0; twice < 2; twice++) {
                    Inflater inflater = new Inflater();
                    inflater.setInput(deflate.compress(raw, 2, size));
                    byte[] inflated = new byte[size];
                    assertThat(inflater.inflate(inflated)).isEqualTo(size);
                    assertThat(inflater.finished() || size == 0 || inflater.inflate(new byte[1]) == 0)
                            .isTrue();
                    inflater.end();
                    assertThat(inflated).isEqualTo(expected);
                }
                assertThat(none.compress(raw, 2, size)).isEqualTo(expected);
            }
        }
    }

    @Test
    @DisplayName("Without the codec on the class path LZ4 is a problem with a name, and everything else works")
    void withoutCodec() throws Exception {
        Class<?> scene = Class.forName(Scene.class.getName(), true, new WithoutCodec());
        Method run = scene.getDeclaredMethod("build", String.class);
        run.setAccessible(true);
        assertThat(run.invoke(null, "DEFLATE")).hasToString("sls:soc-logs/waf");
        assertThatThrownBy(() -> run.invoke(null, "LZ4"))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("add at.yawk.lz4:lz4-java to the class path");
    }

    /** What runs inside the class loader without the codec. */
    static final class Scene {

        static String build(String compression) {
            return SlsSink.builder()
                    .region("cn-shanghai")
                    .project("soc-logs")
                    .logstore("waf")
                    .credentials(() -> {
                        throw new IOException("not asked");
                    })
                    .compression(SlsSink.Compression.valueOf(compression))
                    .build()
                    .name();
        }
    }

    /** Loads this package anew and finds no codec. */
    private static final class WithoutCodec extends ClassLoader {

        WithoutCodec() {
            super(CompressorTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (name.startsWith("net.jpountz.")) {
                    throw new ClassNotFoundException(name);
                }
                Class<?> known = findLoadedClass(name);
                return known != null
                        ? known
                        : name.startsWith("io.crosslog.sls.") ? define(name) : super.loadClass(name, resolve);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
