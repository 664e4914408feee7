package io.crosslog.normalize;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads points in time: epoch numbers in seconds, milliseconds, microseconds or nanoseconds, ISO 8601, and patterns. A
 * time without a zone is in the zone of the rule. Immutable and thread-safe.
 */
final class Timestamps implements Conversion.OfText {

    /** The names that stand beside patterns in {@code formats}. */
    static final List<String> NAMES = List.of("epoch", "epoch_s", "epoch_ms", "epoch_us", "epoch_ns", "iso");

    static final List<String> DEFAULT = List.of("epoch", "iso");

    private static final int LONGEST = 64;
    private static final BigDecimal YEAR_10000_MILLIS = BigDecimal.valueOf(253_402_300_800_000L);

    /** A number whose unit is unknown is a time only from 2000 to 2100: {@code 20261120} is a date, no epoch. */
    private static final BigDecimal YEAR_2000_MILLIS = BigDecimal.valueOf(946_684_800_000L);

    private static final BigDecimal YEAR_2100_MILLIS = BigDecimal.valueOf(4_102_444_800_000L);

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:MM:ss", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH", "Z")
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private final List<Conversion.OfText> formats;

    /**
     * Compiles formats.
     *
     * @throws IllegalArgumentException if one of them is neither a name nor a pattern
     */
    Timestamps(List<String> formats, ZoneId zone) {
        this.formats = formats.stream().map(format -> format(format, zone)).toList();
    }

    @Override
    public void convert(String text, Outcome out) {
        String time = text.strip();
        if (time.isEmpty() || time.length() > LONGEST) {
            return;
        }
        for (Conversion.OfText format : formats) {
            format.convert(time, out);
            if (out.value() != null) {
                return;
            }
        }
    }

    /**
     * What keeps a pattern from ever giving a point in time; null if nothing does. It is tried out on days that are written
     * otherwise by weeks, by days of the year, and by half days.
     *
     * @throws IllegalArgumentException if it is no pattern
     */
    static @Nullable String missing(String format) {
        Timestamps tried = new Timestamps(List.of(format), ZoneOffset.UTC);
        if (NAMES.contains(format)) {
            return null;
        }
        String letters = format.replaceAll("'[^']*'", "");
        if (letters.contains("D") && letters.matches(".*[ML].*")) {
            return "D is the day of the year; the day of the month is dd";
        }
        for (String day : List.of("2024-11-25T21:04:05Z", "2021-01-02T15:16:17Z")) {
            ZonedDateTime time = ZonedDateTime.parse(day);
            Outcome outcome = new Outcome();
            try {
                tried.convert(formatter(format).format(time), outcome);
            } catch (DateTimeException e) {
                return String.valueOf(e.getMessage());
            }
            if (outcome.value() == null) {
                return "it must say year (yyyy), month (MM), day (dd), hour (HH) and minute (mm), or hour (hh) and half day (a)";
            }
        }
        return null;
    }

    private static Conversion.OfText format(String format, ZoneId zone) {
        return switch (format) {
            case "epoch" -> (text, out) -> epoch(text, 0, out);
            case "epoch_s" -> (text, out) -> epoch(text, 3, out);
            case "epoch_ms" -> (text, out) -> epoch(text, Integer.MAX_VALUE, out);
            case "epoch_us" -> (text, out) -> epoch(text, -3, out);
            case "epoch_ns" -> (text, out) -> epoch(text, -6, out);
            case "iso" ->
                (text, out) -> {
                    if (text.length() > 10 && text.charAt(4) == '-') {
                        boolean space = text.charAt(10) == ' ';
                        parse(ISO, space ? text.substring(0, 10) + 'T' + text.substring(11) : text, zone, out);
                    }
                };
            default -> {
                DateTimeFormatter formatter = formatter(format);
                yield (text, out) -> parse(formatter, text, zone, out);
            }
        };
    }

    private static DateTimeFormatter formatter(String format) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(properYears(format))
                .parseDefaulting(ChronoField.NANO_OF_SECOND, 0);
        if (format.chars().noneMatch(c -> "sAnN".indexOf(c) >= 0)) {
            builder.parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0);
        }
        return builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
    }

    /** Years as {@code u}, since {@code y} wants an era beside it where impossible dates are refused. */
    private static String properYears(String pattern) {
        StringBuilder proper = new StringBuilder(pattern);
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            quoted ^= c == '\'';
            if (c == 'y' && !quoted && pattern.indexOf('G') < 0) {
                proper.setCharAt(i, 'u');
            }
        }
        return proper.toString();
    }

    /** An epoch number; {@code shift} is the power of ten that makes milliseconds of it, 0 to tell by its magnitude. */
    private static void epoch(String text, int shift, Outcome out) {
        BigDecimal number = Numbers.of(text);
        if (number == null || number.signum() <= 0) {
            return;
        }
        int power = shift == Integer.MAX_VALUE ? 0 : shift;
        if (shift == 0) {
            int digits = number.precision() - number.scale();
            power = digits <= 11 ? 3 : digits <= 14 ? 0 : digits <= 17 ? -3 : -6;
        }
        BigDecimal millis = number.scaleByPowerOfTen(power);
        boolean likely =
                shift != 0 || (millis.compareTo(YEAR_2000_MILLIS) >= 0 && millis.compareTo(YEAR_2100_MILLIS) < 0);
        if (likely && millis.compareTo(YEAR_10000_MILLIS) < 0) {
            BigDecimal whole = millis.setScale(0, RoundingMode.FLOOR);
            out.setTime(whole.longValue(), Outcome.NO_OFFSET, whole.compareTo(millis) == 0);
        }
    }

    private static void parse(DateTimeFormatter formatter, String text, ZoneId zone, Outcome out) {
        try {
            TemporalAccessor parsed = formatter.parse(text);
            ZoneId own = parsed.query(TemporalQueries.zone());
            Instant instant;
            ZoneOffset offset;
            if (own == null) {
                LocalDateTime local = LocalDateTime.from(parsed);
                offset = zone.getRules().getOffset(local);
                instant = local.toInstant(offset);
            } else {
                instant = Instant.from(parsed);
                offset = own.getRules().getOffset(instant);
            }
            out.setTime(
                    instant.toEpochMilli(),
                    offset.getTotalSeconds() / 60,
                    instant.truncatedTo(ChronoUnit.MILLIS).equals(instant));
        } catch (DateTimeException e) {
            // Not this format: the outcome is left alone, and the caller tries the next one.
        }
    }
}
