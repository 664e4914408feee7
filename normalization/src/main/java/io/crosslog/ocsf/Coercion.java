package io.crosslog.ocsf;

import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what a log holds into the type of an attribute, or says that it cannot be. */
final class Coercion {

    /** Longer texts are not matched against the schema's expressions; no such value is as long. */
    private static final int LONGEST_MATCHED = 8_192;

    /** The schema's own expression refuses base64 of a length that needs no padding, so it is not asked. */
    private static final Pattern BASE64 =
            Pattern.compile("(?:[A-Za-z0-9+/_-]{4})*+(?:[A-Za-z0-9+/_-]{2}==|[A-Za-z0-9+/_-]{3}=)?");

    private Coercion() {}

    /** The leaf to put at an attribute, or null when the value does not fit. A list's attribute takes one element. */
    static @Nullable Leaf leaf(OcsfAttribute attribute, Object value, @Nullable Object origin) {
        OcsfEnum values = attribute.values();
        if (values != null) {
            return enumLeaf(attribute, values, value, origin);
        }
        Object fitting = fit(attribute.type(), value);
        return fitting == null ? null : Leaf.of(fitting, origin, null);
    }

    private static @Nullable Leaf enumLeaf(
            OcsfAttribute attribute, OcsfEnum values, Object value, @Nullable Object origin) {
        boolean words = attribute.type().base() == OcsfType.Base.STRING;
        String text = words ? text(value) : null;
        Long number = words ? null : NumberText.wholeOf(value);
        String key = number == null ? text : number.toString();
        if (key != null && values.caption(key).isPresent()) {
            return Leaf.of(words ? key : number(attribute, key), origin, null);
        }
        String word = text(value);
        if (word == null) {
            return null;
        }
        Optional<String> named = values.valueOf(word.strip());
        if (named.isPresent()) {
            return Leaf.of(words ? named.get() : number(attribute, named.get()), origin, null);
        }
        if (words) {
            String upper = word.strip().toUpperCase(Locale.ROOT);
            return values.caption(upper).isPresent() ? Leaf.of(upper, origin, null) : null;
        }
        boolean keepsWord = values.hasOther() && attribute.sibling() != null;
        return keepsWord ? Leaf.of(number(attribute, "99"), origin, word) : null;
    }

    /** A number of an enum in the width of its attribute. */
    static Object number(OcsfAttribute attribute, String value) {
        return attribute.type().base() == OcsfType.Base.LONG
                ? (Object) Long.valueOf(value)
                : (Object) Integer.valueOf(value);
    }

    private static @Nullable Object fit(OcsfType type, Object value) {
        return switch (type.base()) {
            case STRING -> string(type, value);
            case INTEGER -> {
                Long number = NumberText.wholeOf(value);
                yield number != null && number.intValue() == number && inRange(type, number)
                        ? (Object) number.intValue()
                        : null;
            }
            case LONG -> {
                Long number = value instanceof Instant time ? epochMillis(time) : NumberText.wholeOf(value);
                yield number != null && inRange(type, number) ? number : null;
            }
            case FLOAT -> {
                Double number = NumberText.floatOf(value);
                yield number != null && inRange(type, number) ? number : null;
            }
            case BOOLEAN -> NumberText.booleanOf(value);
            case JSON -> JsonCopy.isTooDeep(value) ? null : JsonCopy.of(value);
            case OBJECT -> value instanceof Map && !JsonCopy.isTooDeep(value) ? JsonCopy.of(value) : null;
        };
    }

    private static boolean inRange(OcsfType type, double number) {
        OcsfType.Range range = type.range();
        return range == null || range.contains(number);
    }

    private static @Nullable Long epochMillis(Instant time) {
        try {
            return time.toEpochMilli();
        } catch (ArithmeticException e) {
            return null; // Beyond the year 292 million: no time of a log.
        }
    }

    private static @Nullable String string(OcsfType type, Object value) {
        if (value instanceof byte[] bytes) {
            return type.name().equals("bytestring_t") ? Base64.getEncoder().encodeToString(bytes) : null;
        }
        String text = text(value);
        if (text == null) {
            return null;
        }
        String shaped =
                switch (type.name()) {
                    case "ip_t" -> AddressText.ip(text);
                    case "mac_t" -> AddressText.mac(text);
                    case "uuid_t" -> AddressText.uuid(text);
                    case "hostname_t" -> AddressText.hostname(text);
                    case "bytestring_t" -> BASE64.matcher(text.strip()).matches() ? text.strip() : null;
                    default -> matching(type, text);
                };
        Integer most = type.maxLength();
        boolean fits = shaped != null && (most == null || shaped.codePointCount(0, shaped.length()) <= most);
        return fits ? shaped : null;
    }

    private static @Nullable String matching(OcsfType type, String text) {
        Pattern regex = type.regex();
        if (regex == null) {
            return text;
        }
        String stripped = text.strip();
        return stripped.length() <= LONGEST_MATCHED && regex.matcher(stripped).find() ? stripped : null;
    }

    /** A scalar as text; null for what is none. */
    static @Nullable String text(Object value) {
        return value instanceof CharSequence
                        || value instanceof Number
                        || value instanceof Boolean
                        || value instanceof Instant
                ? value.toString()
                : null;
    }
}
