package io.crosslog.ocsf;

import java.util.regex.Pattern;

/** Checks one value that is no object against the type of its attribute. */
final class ScalarCheck {

    /** Longer texts are not matched: the schema's expressions are not made for megabytes. */
    private static final int LONGEST_MATCHED = 8_192;

    private ScalarCheck() {}

    /** Reports what is wrong with a value; true when it is of the right type, whatever its content. */
    static boolean check(OcsfType type, String path, Object value, ProblemList problems) {
        boolean rightType =
                switch (type.base()) {
                    case STRING -> value instanceof CharSequence;
                    case INTEGER -> Numbers.isInteger(value);
                    case LONG -> Numbers.isLong(value);
                    case FLOAT -> Numbers.isFloat(value);
                    case BOOLEAN -> value instanceof Boolean;
                    case JSON -> true;
                    case OBJECT -> false;
                };
        if (!rightType) {
            String base = type.base().typeName();
            problems.wrongType(path, type.name().equals(base) ? base : type.name() + " (" + base + ")", value);
            return false;
        }
        if (value instanceof CharSequence text) {
            text(type, path, text, problems);
        } else if (value instanceof Number number) {
            range(type, path, number, problems);
        }
        return true;
    }

    private static void text(OcsfType type, String path, CharSequence text, ProblemList problems) {
        Integer most = type.maxLength();
        int length = Character.codePointCount(text, 0, text.length());
        if (most != null && length > most) {
            problems.error(
                    "attribute_value_exceeds_max_len",
                    path,
                    "has " + length + " characters, but " + type.name() + " allows " + most);
        }
        Pattern regex = type.regex();
        if (regex != null && (length > LONGEST_MATCHED || !regex.matcher(text).find())) {
            problems.warning(
                    "attribute_value_regex_not_matched",
                    path,
                    ProblemList.quote(text) + " does not look like " + type.name());
        }
    }

    private static void range(OcsfType type, String path, Number number, ProblemList problems) {
        OcsfType.Range range = type.range();
        if (range != null && !range.contains(number.doubleValue())) {
            problems.error(
                    "attribute_value_exceeds_range",
                    path,
                    number + " is not within " + range.low() + " to " + range.high() + ", the range of " + type.name());
        }
    }
}
