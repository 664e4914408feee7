package io.crosslog.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads Java values out of slices of JSON that a decoder has found valid. */
final class JsonValues {

    /** Sizes were bounded by the decoder that made the slice, so only nesting is bounded again, against stack overflow. */
    private static final JsonFactory JSON = JsonFactory.builder()
            // Names come from hostile hands: no table of them may grow, nor refuse those whose hashes collide.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNestingDepth(1_000)
                    .build())
            .build();

    /** A literal with more digits stays text: making a number of it costs the square of its length. */
    static final int LONGEST_NUMBER = 1_000;

    private JsonValues() {}

    static @Nullable Object read(FieldType type, byte[] bytes, int offset, int length, boolean escaped) {
        return switch (type) {
            case STRING -> text(bytes, offset, length, escaped);
            case NULL -> null;
            default -> parse(bytes, offset, length, List.of());
        };
    }

    static String text(byte[] bytes, int offset, int length, boolean escaped) {
        String plain = new String(bytes, offset, length, StandardCharsets.UTF_8);
        return escaped && plain.indexOf('\\') >= 0 ? JsonText.unescape(plain) : plain;
    }

    /** The value at the end of the steps, or null if there is none. */
    static @Nullable Object parse(byte[] bytes, int offset, int length, List<Object> steps) {
        try (JsonParser parser = JSON.createParser(bytes, offset, length)) {
            parser.nextToken();
            for (Object step : steps) {
                if (!(step instanceof Integer index ? toElement(parser, index) : toMember(parser, (String) step))) {
                    return null;
                }
            }
            return value(parser);
        } catch (IOException e) {
            throw new UncheckedIOException("a field holds JSON that cannot be read", e);
        }
    }

    private static boolean toMember(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = name.equals(parser.currentName());
            parser.nextToken();
            if (found) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private static boolean toElement(JsonParser parser, int index) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return false;
        }
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            if (i == index) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
            default -> null;
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        Map<String, Integer> seen = new HashMap<>(0);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            map.put(map.containsKey(name) ? free(name, map, seen) : name, value(parser));
        }
        return map;
    }

    /** A name that comes twice gets a number; {@code seen} keeps many members of one name from costing a square. */
    private static String free(String name, Map<String, ?> map, Map<String, Integer> seen) {
        String free;
        do {
            free = name + '#' + seen.merge(name, 2, (had, first) -> had + 1);
        } while (map.containsKey(free));
        return free;
    }

    private static List<@Nullable Object> array(JsonParser parser) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return list;
    }

    /**
     * The narrowest type that keeps every digit: Long, then BigInteger, for fractions and exponents BigDecimal, and text for an
     * exponent beyond any number and for more digits than any number has.
     */
    private static Object number(String literal) {
        if (literal.length() > LONGEST_NUMBER) {
            return literal;
        }
        boolean integer = literal.indexOf('.') < 0 && literal.indexOf('e') < 0 && literal.indexOf('E') < 0;
        if (!integer) {
            try {
                return new BigDecimal(literal);
            } catch (NumberFormatException e) {
                return literal;
            }
        }
        if (literal.length() < 19) {
            return Long.parseLong(literal);
        }
        BigInteger big = new BigInteger(literal);
        return big.bitLength() < 64 ? (Object) big.longValue() : big;
    }
}
