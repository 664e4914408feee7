package io.crosslog.normalize;

/** The version of this jar. */
final class CrosslogVersion {

    /** As the manifest says; {@code dev} when classes are run without a jar. */
    static final String TEXT = text();

    private CrosslogVersion() {}

    private static String text() {
        String version = CrosslogVersion.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
