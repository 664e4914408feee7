package io.crosslog.azure;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Times as Azure's logs write them: ISO 8601 with up to nine digits of a fraction, with an offset or without one (then UTC),
 * with a blank for the T; the American form of Identity Protection ({@code 8/22/2022 6:07:16 PM}); seconds,
 * milliseconds, microseconds or ticks of 100 ns since 1970 as a number.
 */
final class AzureTimes {

    private static final int LONGEST = 48;
    private static final long MAX_SECONDS = 253_402_300_800L;

    private static final List<DateTimeFormatter> FORMATS =
            List.of(iso(), american("h:mm:ss", " a"), american("H:mm:ss", ""));

    private AzureTimes() {}

    /** The time that a text or number stands for; empty if it is none. */
    static Optional<Instant> parse(String text) {
        String t = text.strip();
        if (t.isEmpty() || t.length() > LONGEST) {
            return Optional.empty();
        }
        if (isDigits(t)) {
            return epoch(t);
        }
        return FORMATS.stream().flatMap(format -> parse(format, t).stream()).findFirst();
    }

    private static Optional<Instant> parse(DateTimeFormatter format, String text) {
        try {
            return Optional.of(instant(format.parseBest(text, OffsetDateTime::from, LocalDateTime::from)));
        } catch (DateTimeException e) {
            // Another format may know it; what none knows is no time, which the caller says.
            return Optional.empty();
        }
    }

    private static Instant instant(TemporalAccessor parsed) {
        return parsed instanceof OffsetDateTime zoned
                ? zoned.toInstant()
                : ((LocalDateTime) parsed).toInstant(ZoneOffset.UTC);
    }

    private static boolean isDigits(String t) {
        for (int i = 0; i < t.length(); i++) {
            char c = t.charAt(i);
            if ((c < '0' || c > '9') && !(c == '.' && i >= 9)) {
                return false;
            }
        }
        return true;
    }

    /** Told apart by magnitude; seconds may have a fraction. */
    private static Optional<Instant> epoch(String t) {
        int dot = t.indexOf('.');
        String whole = dot < 0 ? t : t.substring(0, dot);
        if (whole.length() < 9 || whole.length() > 18 || t.indexOf('.', dot + 1) > dot && dot >= 0) {
            return Optional.empty();
        }
        long n = Long.parseLong(whole);
        if (n < MAX_SECONDS) {
            long nanos = dot < 0 ? 0 : Long.parseLong((t.substring(dot + 1) + "000000000").substring(0, 9));
            return Optional.of(Instant.ofEpochSecond(n, nanos));
        }
        if (n < MAX_SECONDS * 1_000) {
            return Optional.of(Instant.ofEpochMilli(n));
        }
        long micros = n < MAX_SECONDS * 1_000_000 ? n : n / 10;
        return Optional.of(Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000));
    }

    private static DateTimeFormatter iso() {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .append(DateTimeFormatter.ISO_LOCAL_DATE)
                .appendPattern("['T'][' ']HH:mm:ss")
                .optionalStart()
                .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                .optionalEnd()
                .appendPattern("[ ][XXX][XX][X]")
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    private static DateTimeFormatter american(String clock, String half) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern("M/d/uuuu " + clock)
                .optionalStart()
                .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                .optionalEnd()
                .appendPattern(half + "[ XXX][ X]")
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
    }
}
