package io.crosslog.normalize;

import io.crosslog.model.LogEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks that an event's translation has lost nothing: each word of each value of the input is in the output, as text or as
 * the same number, or was translated by a table of the rule. Immutable and thread-safe.
 */
public final class NothingLost {

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}_.%\\uFFFD]+");

    private static final Pattern BARE_MAC = Pattern.compile("[0-9A-Fa-f]{12}");

    /** Attributes by the field's path in lower case. */
    private final Map<String, Set<String>> translated = new HashMap<>();

    /**
     * A checker.
     *
     * @param translated fields whose value becomes another one by a table, and the attribute that then holds it
     */
    public NothingLost(Map<String, String> translated) {
        translated.forEach(this::add);
    }

    /**
     * A checker for rules that differ in what a field becomes.
     *
     * @param pairs {@code field>attribute}, a field as often as there are attributes that may hold what it means
     */
    public NothingLost(List<String> pairs) {
        pairs.forEach(pair -> add(pair.substring(0, pair.indexOf('>')), pair.substring(pair.indexOf('>') + 1)));
    }

    private void add(String field, String attribute) {
        translated
                .computeIfAbsent(field.toLowerCase(Locale.ROOT), f -> new HashSet<>())
                .add(attribute);
    }

    /** Fails if a value of the input is not in the output. */
    public void check(LogEvent input, LogEvent output) {
        Map<String, String> leaves = new TreeMap<>();
        collect("", input.toMap(), leaves, 0);
        Set<String> words = new HashSet<>();
        Set<BigDecimal> numbers = new TreeSet<>();
        Map<String, String> out = new LinkedHashMap<>();
        collect("", output.toMap(), out, 0);
        out.values().forEach(text -> {
            words.addAll(List.of(BETWEEN_WORDS.split(text, -1)));
            words.add(text);
            BigDecimal number = Numbers.of(text);
            if (number != null) {
                numbers.add(number);
            }
        });
        leaves.forEach((path, value) -> {
            boolean meant = translated.getOrDefault(path.toLowerCase(Locale.ROOT), Set.of()).stream()
                    .anyMatch(attribute -> !out.getOrDefault(attribute, "0").equals("0"));
            if (!meant && !isThere(value, words, numbers)) {
                throw new AssertionError("'%s' of field %s is lost:%n%s%nbecame%n%s"
                        .formatted(value, path, input.toJson(), output.toJson()));
            }
        });
    }

    private static boolean isThere(String value, Set<String> words, Set<BigDecimal> numbers) {
        if (words.contains(value) || isNumberThere(value, numbers) || isReshaped(value, words, numbers)) {
            return true;
        }
        for (String word : BETWEEN_WORDS.split(value, -1)) {
            if (!word.isEmpty() && !words.contains(word) && !isNumberThere(word, numbers)) {
                return false;
            }
        }
        return true;
    }

    /** A time that became milliseconds, or an address of hardware that got its colons. */
    private static boolean isReshaped(String value, Set<String> words, Set<BigDecimal> numbers) {
        if (BARE_MAC.matcher(value).matches()) {
            return words.contains(value.replaceAll("..(?!$)", "$0:"));
        }
        try {
            return numbers.contains(BigDecimal.valueOf(Instant.parse(value).toEpochMilli()));
        } catch (DateTimeParseException e) {
            // No time: it must be there as it was.
            return false;
        }
    }

    /** The number itself, or what seconds become in milliseconds. */
    private static boolean isNumberThere(String text, Set<BigDecimal> numbers) {
        BigDecimal number = Numbers.of(text);
        return number != null && (numbers.contains(number) || numbers.contains(number.scaleByPowerOfTen(3)));
    }

    /** All values below, those inside of embedded JSON too, by path; absent ones left out. */
    private static void collect(String path, @Nullable Object value, Map<String, String> leaves, int depth) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) ->
                    collect(path.isEmpty() ? name.toString() : path + "." + name, member, leaves, depth));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                collect(path + "[" + i + "]", list.get(i), leaves, depth);
            }
        } else if (value != null && !value.toString().isBlank()) {
            SourceNode text = new SourceNode(value);
            Object inner = depth > 3 || !(value instanceof String) ? null : inner(text);
            if (inner == null) {
                leaves.put(path, value.toString());
            } else {
                collect(path, inner, leaves, depth + 1);
            }
        }
    }

    private static @Nullable Object inner(SourceNode text) {
        if (text.members() != null) {
            Map<String, Object> map = new LinkedHashMap<>();
            text.members().forEach((name, node) -> map.put(name, node.value()));
            return map;
        }
        return text.elements() == null
                ? null
                : text.elements().stream().map(SourceNode::value).toList();
    }
}
