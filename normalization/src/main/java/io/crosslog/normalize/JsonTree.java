package io.crosslog.normalize;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON into maps and lists, losing nothing: a name that comes twice in one object gets a number ({@code a},
 * {@code a#2}), numbers keep every digit.
 */
final class JsonTree {

    private static final int MAX_DEPTH = 500;

    /** A literal with more digits stays text: making a number of it costs the square of its length. */
    private static final int LONGEST_NUMBER = 1_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            // Names come from hostile hands: no table of them may grow, nor refuse those whose hashes collide.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    private JsonTree() {}

    /** Reads what a decoder has found valid. */
    static @Nullable Object read(byte[] bytes, int offset, int length) throws IOException {
        // Not from the bytes: without a table of names, Jackson would read on behind the slice.
        return read(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    /** Reads text that may be JSON. */
    static @Nullable Object read(String text) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            return whole(parser);
        }
    }

    private static @Nullable Object whole(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            throw new IOException("no value");
        }
        Object value = value(parser);
        if (parser.nextToken() != null) {
            throw new IOException("something follows the value");
        }
        return value;
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

    /** {@code seen} keeps many members of one name from costing a square. */
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

    /** The narrowest type that keeps every digit; text where there are too many or the exponent is beyond any number. */
    private static Object number(String literal) {
        if (literal.length() > LONGEST_NUMBER) {
            return literal;
        }
        if (literal.indexOf('.') >= 0 || literal.indexOf('e') >= 0 || literal.indexOf('E') >= 0) {
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
