package io.crosslog.normalize;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this library, which the build writes into a resource: a manifest is lost when jars are united. */
final class CrosslogVersion {

    /** Such as {@code 1.2.3}; {@code dev} where the resource was not filled in by the build. */
    static final String TEXT = read();

    private CrosslogVersion() {}

    private static String read() {
        Properties properties = new Properties();
        try (InputStream in = CrosslogVersion.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties of crosslog cannot be read from the class path", e);
        }
        String version = properties.getProperty("version", "dev");
        return version.startsWith("$") ? "dev" : version;
    }
}
