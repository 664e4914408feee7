package io.crosslog.normalize;

/** Reads {@link FieldPath}s out of rule files. */
final class FieldPaths {

    private FieldPaths() {}

    /** The path; one to a field that no event has, and a problem noted, if it is wrong. */
    static FieldPath read(YamlValue yaml, Scope scope) {
        String text = yaml.text();
        try {
            return FieldPath.of(text, scope);
        } catch (IllegalArgumentException e) {
            yaml.wrong(String.valueOf(e.getMessage()));
            return FieldPath.of(".", scope);
        }
    }
}
