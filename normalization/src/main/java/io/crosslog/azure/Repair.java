package io.crosslog.azure;

/** What had to be mended before a part could be read; the name is what it is counted and marked under. */
enum Repair {
    /** Strings in single quotes, as FunctionAppLogs and some sign-in logs have them. */
    SINGLE_QUOTES("single-quotes"),
    /** A name in quotes of both kinds, or in none. */
    ODD_NAME("odd-name"),
    /** Control characters, raw newlines above all, inside a string. */
    CONTROL_CHARACTER("control-character"),
    /** A backslash before a character that JSON does not escape. */
    BAD_ESCAPE("bad-escape"),
    /** Half of a surrogate pair. */
    LONE_SURROGATE("lone-surrogate"),
    /** JSON put between quotes without escaping its own. */
    UNESCAPED_JSON("unescaped-json"),
    /** Quotes inside a string that are not escaped. */
    UNESCAPED_QUOTE("unescaped-quote"),
    /** Text without quotes where a value belongs. */
    UNQUOTED_TEXT("unquoted-text"),
    /** {@code True}, {@code None} and their like. */
    FOREIGN_LITERAL("foreign-literal"),
    /** A comma too many. */
    EXTRA_COMMA("extra-comma"),
    /** A name without a value. */
    MISSING_VALUE("missing-value"),
    /** Brackets or quotes of an envelope that are missing or too many. */
    BRACKETS("brackets");

    private final String label;

    Repair(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
