package io.crosslog.normalize;

import io.crosslog.ocsf.OcsfAttribute;
import io.crosslog.ocsf.OcsfEnum;
import io.crosslog.ocsf.OcsfType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Translates a source's words and numbers into an attribute's values by the table that a rule gives. Immutable and
 * thread-safe.
 */
final class EnumValues implements Conversion.OfText {

    private static final Pattern RANGE =
            Pattern.compile("(-?\\d{1,18}(?:\\.\\d{1,9})?)\\.\\.(-?\\d{1,18}(?:\\.\\d{1,9})?)");

    /** What is meant for a range, as no word looks like it. */
    private static final Pattern LIKE_RANGE = Pattern.compile("[-+.\\d]*\\.\\.[-+.\\d]*");

    private final Map<String, Object> exact = new HashMap<>();
    private final Map<String, Object> lowerCase = new HashMap<>();
    private final List<Range> ranges = new ArrayList<>();
    private final @Nullable Object other;

    private EnumValues(@Nullable Object other) {
        this.other = other;
    }

    /**
     * By a rule's own table.
     *
     * @param attribute the attribute
     * @param table the table
     * @param checked what the attribute makes of a value of the table; null, and a problem noted, if it takes no such value
     */
    static EnumValues ofTable(OcsfAttribute attribute, YamlValue table, Function<YamlValue, @Nullable Object> checked) {
        OcsfEnum values = attribute.values();
        EnumValues all = new EnumValues(values == null ? null : other(attribute, values));
        Map<String, YamlValue> entries = ValueTables.entries(table);
        table.someItems();
        if (entries.isEmpty() && table.isMap()) {
            table.unreadable("this table is empty, so it says nothing");
        }
        entries.forEach((key, yaml) -> {
            Object value = checked.apply(yaml);
            if (value == null) {
                return;
            }
            Matcher range = RANGE.matcher(key);
            if (range.matches()) {
                all.add(new Range(new BigDecimal(range.group(1)), new BigDecimal(range.group(2)), value), key, yaml);
            } else if (LIKE_RANGE.matcher(key).matches()) {
                yaml.wrong("'" + key + "' is no range; write two numbers, as in 1..5");
            } else {
                all.exact.put(key, value);
                all.lowerCase.putIfAbsent(key.toLowerCase(Locale.ROOT), value);
            }
        });
        return all;
    }

    private void add(Range range, String key, YamlValue yaml) {
        if (range.low.compareTo(range.high) > 0) {
            yaml.wrong("no number lies in the range '" + key + "': its lower end comes first");
        } else if (ranges.stream().anyMatch(before -> before.covers(range))) {
            yaml.wrong("the range '" + key + "' is never reached: one before it has all its numbers");
        }
        ranges.add(range);
    }

    /** One value of an attribute as a rule writes it: an id or a caption of an enum, else what the attribute's type takes. */
    static @Nullable Object constant(OcsfAttribute attribute, YamlValue yaml) {
        OcsfEnum values = attribute.values();
        String text = yaml.text();
        if (values == null) {
            return text;
        }
        Optional<String> id = values.captions().containsKey(text) ? Optional.of(text) : values.valueOf(text);
        if (id.isEmpty()) {
            yaml.wrong("'" + text + "' is no value of " + attribute.name()
                    + YamlValue.nearest(text, values.captions().values()));
            return null;
        }
        return typed(attribute, id.get());
    }

    @Override
    public void convert(String text, Outcome out) {
        Object value = exact.get(text);
        if (value == null) {
            value = lowerCase.get(text.strip().toLowerCase(Locale.ROOT));
        }
        BigDecimal number = value == null ? Numbers.of(text) : null;
        if (number != null) {
            value = ofNumber(number);
        }
        if (value != null) {
            out.set(value);
        } else if (other != null) {
            out.setOther(other);
        }
    }

    /** A whole number is the same however it is written: {@code 1}, {@code 1.0}, {@code +1}. */
    private @Nullable Object ofNumber(BigDecimal number) {
        BigDecimal plain = number.stripTrailingZeros();
        Object value = plain.scale() <= 0 ? exact.get(plain.toPlainString()) : null;
        if (value != null) {
            return value;
        }
        for (Range range : ranges) {
            if (range.has(number)) {
                return range.value;
            }
        }
        return null;
    }

    /** 99, where the attribute has it and a sibling that can hold the source's own word. */
    private static @Nullable Object other(OcsfAttribute attribute, OcsfEnum values) {
        return values.hasOther() && attribute.sibling() != null ? typed(attribute, "99") : null;
    }

    private static Object typed(OcsfAttribute attribute, String id) {
        return attribute.type().base() == OcsfType.Base.STRING ? id : (Object) Long.valueOf(id);
    }

    private record Range(BigDecimal low, BigDecimal high, Object value) {

        boolean has(BigDecimal number) {
            return number.compareTo(low) >= 0 && number.compareTo(high) <= 0;
        }

        boolean covers(Range other) {
            return has(other.low) && has(other.high);
        }
    }
}
