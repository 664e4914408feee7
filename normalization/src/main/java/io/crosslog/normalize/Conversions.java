package io.crosslog.normalize;

import io.crosslog.model.JsonWriter;
import io.crosslog.ocsf.NearestNames;
import io.crosslog.ocsf.OcsfAttribute;
import io.crosslog.ocsf.OcsfType.Base;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The conversions that {@code as} names. */
final class Conversions {

    /** The setting that says where times without a zone were written; nothing need refer to it. */
    static final String ZONE = "zone";

    static final List<String> NAMES = List.of(
            "address", "country", "duration", "integer", "json_text", "lower", "plain", "port", "timestamp", "upper");

    /** What a double keeps for certain. */
    private static final int EXACT_DIGITS = 15;

    private static final Map<String, Integer> UNITS = Map.of("ns", -6, "us", -3, "ms", 0, "s", 3);

    private Conversions() {}

    /** The value as it is; the attribute's type decides what becomes of it. */
    static final Conversion PLAIN = (in, out) -> {
        Object value = in.value();
        if (value != null) {
            out.set(value);
        }
    };

    /** The value as it is, for an attribute that keeps no more digits than a double. */
    static final Conversion FRACTION = Conversion.ofText((text, out) -> {
        BigDecimal number = Numbers.of(text);
        if (number != null && number.precision() > EXACT_DIGITS) {
            out.setInexact(number);
        } else if (number != null) {
            out.set(number);
        }
    });

    /** A word of a set; another spelling of it loses that spelling. */
    static Conversion word(Set<String> words) {
        return Conversion.ofText((text, out) -> {
            if (words.contains(text)) {
                out.set(text);
            } else {
                out.setInexact(text);
            }
        });
    }

    /** What a conversion gives, and the types of attributes that take it. */
    private record Result(String name, Set<Base> bases) {}

    private static final Result TEXT = new Result("a text", Set.of(Base.STRING));
    private static final Result NUMBER =
            new Result("a number", Set.of(Base.STRING, Base.INTEGER, Base.LONG, Base.FLOAT));
    private static final Result TIME = new Result("a point in time", Set.of(Base.STRING, Base.LONG));

    /** One that is not here gives what its source is. */
    private static final Map<String, Result> RESULTS = Map.of(
            "address", TEXT,
            "country", TEXT,
            "json_text", TEXT,
            "lower", TEXT,
            "upper", TEXT,
            "port", NUMBER,
            "integer", NUMBER,
            "duration", NUMBER,
            "timestamp", TIME);

    /** Reads the conversion that a mapping names, for an attribute. */
    static Conversion read(YamlValue as, Map<String, YamlValue> options, OcsfAttribute attribute) {
        Result result = RESULTS.get(as.text());
        Base base = attribute.type().base();
        // A word is looked for among the captions of an enum.
        boolean isEnum = TEXT.equals(result) && attribute.values() != null;
        boolean open = base == Base.JSON || base == Base.OBJECT;
        if (result != null && !open && !isEnum && !result.bases.contains(base)) {
            as.wrong("'" + as.text() + "' gives " + result.name + ", but " + attribute.name() + " is of type "
                    + attribute.type().name());
        }
        return read(as, options);
    }

    private static Conversion read(YamlValue as, Map<String, YamlValue> options) {
        return switch (as.text()) {
            case "plain" -> PLAIN;
            case "address" -> FirstAddress::address;
            case "port" -> FirstAddress::port;
            case "upper" -> Conversion.ofText((text, out) -> changed(text, text.toUpperCase(Locale.ROOT), out));
            case "lower" -> Conversion.ofText((text, out) -> changed(text, text.toLowerCase(Locale.ROOT), out));
            case "integer" -> Conversion.ofText(Conversions::integer);
            case "country" -> Conversion.ofText(Conversions::country);
            case "json_text" -> Conversions::jsonText;
            case "duration" -> duration(as, options.get("unit"));
            case "timestamp" -> timestamp(as, options);
            default -> {
                as.wrong("'" + as.text() + "' is no conversion" + YamlValue.nearest(as.text(), NAMES));
                yield PLAIN;
            }
        };
    }

    /** A point in time, by the formats and the zone that the mapping or the rule gives. */
    static Conversion timestamp(YamlValue place, Map<String, YamlValue> options) {
        YamlValue formats = options.get("formats");
        List<String> names = new ArrayList<>();
        for (YamlValue format : formats == null ? List.<YamlValue>of() : formats.someItems()) {
            String name = format.text();
            try {
                String missing = Timestamps.missing(name);
                if (missing != null) {
                    format.wrong("by '" + name + "' no text is ever a point in time: " + missing);
                } else if (names.contains(name)) {
                    format.wrong("'" + name + "' stands before it already");
                }
                names.add(name);
            } catch (IllegalArgumentException e) {
                format.wrong("'" + name + "' is neither a pattern of a time (" + e.getMessage() + ") nor one of "
                        + String.join(", ", Timestamps.NAMES)
                        + NearestNames.meant(name, Timestamps.NAMES)
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse(""));
            }
        }
        ZoneId zone = zone(place, options.get("zone"));
        return Conversion.ofText(new Timestamps(names.isEmpty() ? Timestamps.DEFAULT : names, zone));
    }

    private static ZoneId zone(YamlValue place, @Nullable YamlValue own) {
        String setting = place.file().setting(ZONE);
        String name = own != null ? own.text() : setting != null ? setting : "Z";
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            if (name.isEmpty()) {
                // The setting that was to say it is not there, which is told already.
                return ZoneOffset.UTC;
            }
            List<String> near = name.length() < 4 ? List.of() : NearestNames.of(name, ZoneId.getAvailableZoneIds());
            (own == null ? place : own)
                    .wrong("'" + name + "'" + (own == null ? ", the setting 'zone'," : "") + " is no time zone; "
                            + (near.isEmpty()
                                    ? "write an offset such as +08:00 or a name such as Asia/Shanghai"
                                    : "did you mean " + String.join(" or ", near) + "?"));
            return ZoneOffset.UTC;
        }
    }

    private static Conversion duration(YamlValue as, @Nullable YamlValue unit) {
        Integer power = unit == null ? null : UNITS.get(unit.text());
        if (power == null) {
            (unit == null ? as : unit).wrong("a duration needs the 'unit' of the source: one of ns, us, ms, s");
            return PLAIN;
        }
        return Conversion.ofText((text, out) -> {
            BigDecimal number = Numbers.of(text);
            if (number != null && number.signum() >= 0) {
                BigDecimal millis = number.scaleByPowerOfTen(power);
                BigDecimal whole = millis.setScale(0, RoundingMode.HALF_UP);
                if (whole.compareTo(millis) == 0) {
                    out.set(whole);
                } else {
                    out.setInexact(whole);
                }
            }
        });
    }

    private static void changed(String text, String converted, Outcome out) {
        if (converted.equals(text)) {
            out.set(converted);
        } else {
            out.setInexact(converted);
        }
    }

    /** A number without its fraction. */
    private static void integer(String text, Outcome out) {
        BigDecimal number = Numbers.of(text);
        if (number != null) {
            BigDecimal whole = number.setScale(0, RoundingMode.DOWN);
            if (whole.compareTo(number) == 0) {
                out.set(whole);
            } else {
                out.setInexact(whole);
            }
        }
    }

    /** An ISO 3166-1 alpha-2 code, which OCSF wants in upper case. */
    private static void country(String text, Outcome out) {
        if (text.length() == 2 && isLetter(text.charAt(0)) && isLetter(text.charAt(1))) {
            out.set(text.toUpperCase(Locale.ROOT));
        }
    }

    private static boolean isLetter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    /** Text as it is, objects and lists as the JSON that says the same. */
    private static void jsonText(SourceNode in, Outcome out) {
        Object value = in.value();
        if (value instanceof Map || value instanceof List) {
            out.set(new JsonWriter(256).value(value).toString());
        } else if (value != null) {
            out.set(value.toString());
        }
    }
}
