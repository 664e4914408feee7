package io.crosslog.normalize;

/** Reads {@link FieldPath}s out of rule files. */
final class FieldPaths {

    private FieldPaths() {}

    /** The path; one to a field that no event has, and a problem noted, if it is wrong. */
    static FieldPath read(YamlValue yaml, Scope scope) {
        return read(yaml, yaml.word("a path"), scope);
    }

    /** The same of a text that stands in a value among other things. */
    static FieldPath read(YamlValue yaml, String text, Scope scope) {
        try {
            if (text.isBlank()) {
                yaml.unreadable("'" + text + "' is no path: it names no field");
                return FieldPath.nowhere(text);
            }
            return FieldPath.of(text, scope);
        } catch (IllegalArgumentException e) {
            yaml.unreadable(String.valueOf(e.getMessage()));
            return FieldPath.nowhere(text);
        }
    }
}
