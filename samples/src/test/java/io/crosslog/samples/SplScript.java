package io.crosslog.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * As much of SPL, SLS's processing language, as the scripts of docs/agentic-soc.md are written in, read as that page says: an
 * absent field is null, and a column that is null is left out.
 */
final class SplScript {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TOKEN = Pattern.compile("\\s*('(?:[^']|'')*'|\\w+(?:-\\w+)*|\\S)");

    private final Deque<String> tokens = new ArrayDeque<>();
    private final List<UnaryOperator<Map<String, String>>> steps = new ArrayList<>();

    private SplScript(String text) {
        TOKEN.matcher(text.strip()).results().forEach(token -> tokens.add(token.group(1)));
        take("*");
        while (taken("|")) {
            String instruction = tokens.remove();
            steps.add(
                    switch (instruction) {
                        case "project-rename" -> rename();
                        case "extend" -> extend();
                        case "pack-fields" -> pack();
                        default -> throw new IllegalArgumentException(instruction + " is not known here");
                    });
        }
        if (!tokens.isEmpty()) {
            throw new IllegalArgumentException("not understood: " + tokens);
        }
    }

    static SplScript parse(String text) {
        return new SplScript(text);
    }

    /** What becomes of a log. */
    Map<String, String> apply(Map<String, String> log) {
        Map<String, String> fields = log;
        for (UnaryOperator<Map<String, String>> step : steps) {
            fields = step.apply(fields);
        }
        return fields;
    }

    private UnaryOperator<Map<String, String>> rename() {
        Map<String, String> names = new LinkedHashMap<>();
        do {
            String name = tokens.remove();
            take("=");
            names.put(tokens.remove(), name);
        } while (taken(","));
        return log -> {
            Map<String, String> renamed = new LinkedHashMap<>();
            log.forEach((name, value) -> renamed.put(names.getOrDefault(name, name), value));
            return renamed;
        };
    }

    private UnaryOperator<Map<String, String>> extend() {
        Map<String, Expression> columns = new LinkedHashMap<>();
        do {
            String column = tokens.remove();
            take("=");
            columns.put(column, expression());
        } while (taken(","));
        return log -> {
            Map<String, String> extended = new LinkedHashMap<>(log);
            columns.forEach((name, expression) -> {
                String value = expression.in(log);
                if (value != null) {
                    extended.put(name, value);
                }
            });
            return extended;
        };
    }

    private UnaryOperator<Map<String, String>> pack() {
        take("-");
        take("exclude");
        take("=");
        Pattern kept = Pattern.compile(unquoted(tokens.remove()));
        take("as");
        String name = tokens.remove();
        return log -> {
            Map<String, String> left = new LinkedHashMap<>(log);
            left.keySet().removeIf(field -> !kept.matcher(field).find());
            Map<String, String> packed = new LinkedHashMap<>(log);
            packed.keySet().removeAll(left.keySet());
            left.put(name, JSON.valueToTree(packed).toString());
            return left;
        };
    }

    private Expression expression() {
        String token = tokens.remove();
        if (token.startsWith("'")) {
            return log -> unquoted(token);
        }
        return switch (token) {
            case "case" -> cases();
            case "coalesce" -> {
                List<Expression> all = arguments();
                yield log -> all.stream()
                        .map(one -> one.in(log))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
            }
            case "json_extract_scalar" -> {
                List<Expression> all = arguments();
                yield log -> scalar(
                        all.get(0).in(log), Objects.requireNonNull(all.get(1).in(log)));
            }
            default -> log -> log.get(token);
        };
    }

    private List<Expression> arguments() {
        List<Expression> all = new ArrayList<>();
        take("(");
        do {
            all.add(expression());
        } while (taken(","));
        take(")");
        return all;
    }

    private Expression cases() {
        Map<Predicate<Map<String, String>>, Expression> cases = new LinkedHashMap<>();
        while (taken("when")) {
            Predicate<Map<String, String>> condition = condition();
            while (taken("and")) {
                condition = condition.and(condition());
            }
            take("then");
            cases.put(condition, expression());
        }
        take("end");
        return log -> {
            for (Map.Entry<Predicate<Map<String, String>>, Expression> one : cases.entrySet()) {
                if (one.getKey().test(log)) {
                    return one.getValue().in(log);
                }
            }
            return null;
        };
    }

    private Predicate<Map<String, String>> condition() {
        Expression left = expression();
        if (taken("is")) {
            take("not");
            take("null");
            return log -> left.in(log) != null;
        }
        List<Expression> right;
        if (taken("in")) {
            right = arguments();
        } else {
            take("=");
            right = List.of(expression());
        }
        // Null is equal to nothing.
        return log -> {
            String value = left.in(log);
            return value != null && right.stream().anyMatch(one -> value.equals(one.in(log)));
        };
    }

    private static @Nullable String scalar(@Nullable String json, String path) {
        if (json == null) {
            return null;
        }
        try {
            JsonNode node = JSON.readTree(json)
                    .at(path.substring(1).replaceAll("[.\\[]", "/").replace("]", ""));
            return node.isValueNode() && !node.isNull() ? node.asText() : null;
        } catch (IOException e) {
            return null;
        }
    }

    private boolean taken(String token) {
        if (token.equals(tokens.peek())) {
            tokens.remove();
            return true;
        }
        return false;
    }

    private void take(String token) {
        if (!taken(token)) {
            throw new IllegalArgumentException(token + " expected at " + tokens);
        }
    }

    private static String unquoted(String text) {
        return text.substring(1, text.length() - 1).replace("''", "'");
    }

    /** A text made of a log's fields, or null. */
    private interface Expression {
        @Nullable String in(Map<String, String> log);
    }
}
