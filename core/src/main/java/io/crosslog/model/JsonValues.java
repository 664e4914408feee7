package io.crosslog.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
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

/**
 * Reads JSON into Java values, losing nothing: maps in the order of their names, of which one that comes twice in an object gets
 * a number ({@code a}, {@code a#2}), lists, texts, booleans, and numbers with every digit: {@link Long}, {@link BigInteger} for
 * larger ones, {@link BigDecimal} for those with a fraction or an exponent, and their own text where they have more than 1,000
 * characters or an exponent beyond any number. Safe for concurrent calls.
 */
public final class JsonValues {

    /** Sizes are bounded by whoever has the text, so only nesting is bounded, against stack overflow. */
    private static final int MAX_DEPTH = 1_000;

    /** Control characters are no JSON within a string, yet logs have them. */
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

    /** A literal with more digits stays text: making a number of it costs the square of its length. */
    static final int LONGEST_NUMBER = 1_000;

    private JsonValues() {}

    /**
     * Reads text that may be JSON; control characters may stand in its strings as they are.
     *
     * @param text one value and the space around it
     * @param maxDepth how many objects and arrays may be open at once, up to 1,000
     * @return the value; null for a JSON null
     * @throws IOException if it is no JSON, nested deeper, or more than one value
     */
    public static @Nullable Object parse(String text, int maxDepth) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new IOException("no value");
            }
            Object value = value(parser, maxDepth);
            if (parser.nextToken() != null) {
                throw new IOException("something follows the value");
            }
            return value;
        }
    }

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
            return value(parser, MAX_DEPTH);
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

    private static @Nullable Object value(JsonParser parser, int depth) throws IOException {
        JsonToken token = parser.currentToken();
        if (depth == 0 && token.isStructStart()) {
            throw new IOException("nested too deep");
        }
        return switch (token) {
            case START_OBJECT -> object(parser, depth - 1);
            case START_ARRAY -> array(parser, depth - 1);
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
            default -> null;
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser, int depth) throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        Map<String, Integer> seen = new HashMap<>(0);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            map.put(map.containsKey(name) ? free(name, map, seen) : name, value(parser, depth));
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

    private static List<@Nullable Object> array(JsonParser parser, int depth) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser, depth));
        }
        return list;
    }

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
