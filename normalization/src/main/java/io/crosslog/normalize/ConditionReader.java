package io.crosslog.normalize;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Compiles the conditions of {@code match}, {@code when} and {@code filter}. Confined to one thread. */
final class ConditionReader {

    /** Longer text matches no pattern: a pattern may take more than linear time. */
    private static final int MAX_MATCHED = 16_384;

    static final List<String> KINDS = List.of(
            "all",
            "any",
            "not",
            "has",
            "exists",
            "absent",
            "equals",
            "equals_ignore_case",
            "in",
            "starts_with",
            "ends_with",
            "contains",
            "matches",
            "cidr",
            "setting");

    private final List<String> loops;

    ConditionReader(List<String> loops) {
        this.loops = loops;
    }

    /** All members of a mapping must hold. */
    Condition read(YamlValue yaml) {
        List<Condition> all = new ArrayList<>();
        yaml.members(KINDS).forEach((kind, value) -> {
            if (KINDS.contains(kind)) {
                all.add(one(kind, value));
            }
        });
        return all.size() == 1 ? all.get(0) : all(all);
    }

    private Condition one(String kind, YamlValue value) {
        return switch (kind) {
            case "all" -> all(list(value));
            case "any" -> any(list(value));
            case "not" -> {
                Condition inner = read(value);
                yield run -> !inner.holds(run);
            }
            case "has" -> all(paths(value, path -> run -> path.find(run) != null));
            case "exists" -> all(paths(value, path -> run -> path.findPresent(run) != null));
            case "absent" -> all(paths(value, path -> run -> path.findPresent(run) == null));
            case "setting" -> setting(value) ? Condition.ALWAYS : Condition.NEVER;
            default -> compare(kind, value);
        };
    }

    /** Whether the rule's settings are these; decided once, when the rule is read. */
    private static boolean setting(YamlValue wanted) {
        boolean all = true;
        for (Map.Entry<String, YamlValue> member : wanted.members().entrySet()) {
            String value = wanted.file().setting(member.getKey());
            if (value == null) {
                wanted.keyOf(member.getKey())
                        .wrong("no setting '" + member.getKey() + "' is declared under 'settings'"
                                + YamlValue.nearest(
                                        member.getKey(), wanted.file().settingNames()));
            }
            all &= member.getValue().text().equals(value);
        }
        return all;
    }

    private List<Condition> list(YamlValue value) {
        if (!value.isList()) {
            value.wrong("a list of conditions was expected here");
        }
        return value.items().stream().map(this::read).toList();
    }

    private List<Condition> paths(YamlValue value, java.util.function.Function<FieldPath, Condition> test) {
        List<Condition> tests = new ArrayList<>();
        for (YamlValue item : value.items()) {
            tests.add(test.apply(path(item)));
        }
        return tests;
    }

    private FieldPath path(YamlValue yaml) {
        return FieldPaths.read(yaml, loops);
    }

    private Condition compare(String kind, YamlValue value) {
        List<Condition> all = new ArrayList<>();
        for (Map.Entry<String, YamlValue> member : value.members().entrySet()) {
            FieldPath path = path(value.keyOf(member.getKey()));
            Predicate<String> test = test(kind, member.getValue());
            all.add(run -> {
                SourceNode node = path.findPresent(run);
                String text = node == null ? null : node.text();
                return text != null && test.test(text);
            });
        }
        return all(all);
    }

    private static Predicate<String> test(String kind, YamlValue value) {
        return switch (kind) {
            case "equals" -> value.text()::equals;
            case "equals_ignore_case" -> value.text()::equalsIgnoreCase;
            case "in" -> in(value);
            case "starts_with" -> {
                String start = value.text();
                yield text -> text.startsWith(start);
            }
            case "ends_with" -> {
                String end = value.text();
                yield text -> text.endsWith(end);
            }
            case "contains" -> {
                String part = value.text().toLowerCase(Locale.ROOT);
                yield text -> text.toLowerCase(Locale.ROOT).contains(part);
            }
            case "matches" -> matches(value);
            default -> cidr(value);
        };
    }

    private static Predicate<String> in(YamlValue value) {
        Set<String> texts = new HashSet<>();
        value.items().forEach(item -> texts.add(item.text()));
        return texts::contains;
    }

    private static Predicate<String> matches(YamlValue value) {
        Pattern pattern = pattern(value);
        return text -> text.length() <= MAX_MATCHED && pattern.matcher(text).find();
    }

    /** A regular expression; one that matches nothing, and a problem noted, if it is wrong. */
    static Pattern pattern(YamlValue value) {
        try {
            return Pattern.compile(value.text());
        } catch (PatternSyntaxException e) {
            value.wrong("'" + value.text() + "' is no regular expression: " + e.getDescription() + " at character "
                    + (e.getIndex() + 1));
            return Pattern.compile("(?!)");
        }
    }

    private static Predicate<String> cidr(YamlValue value) {
        List<Predicate<byte[]>> networks = new ArrayList<>();
        for (YamlValue item : value.items()) {
            String text = item.text();
            int slash = text.indexOf('/');
            byte[] network = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
            int bits = network == null ? -1 : bits(text, slash, 8 * network.length);
            if (network == null || bits < 0) {
                item.wrong("'" + text + "' is no network; write 10.0.0.0/8 or fd00::/8");
            } else {
                networks.add(address -> IpAddress.isWithin(address, network, bits));
            }
        }
        return text -> {
            byte[] address = IpAddress.parse(text);
            return address != null && networks.stream().anyMatch(n -> n.test(address));
        };
    }

    private static int bits(String text, int slash, int most) {
        if (slash < 0) {
            return most;
        }
        try {
            int bits = Integer.parseInt(text.substring(slash + 1));
            return bits <= most ? bits : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static Condition all(List<Condition> conditions) {
        List<Condition> all = List.copyOf(conditions);
        return run -> {
            for (Condition condition : all) {
                if (!condition.holds(run)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static Condition any(List<Condition> conditions) {
        List<Condition> any = List.copyOf(conditions);
        return run -> {
            for (Condition condition : any) {
                if (condition.holds(run)) {
                    return true;
                }
            }
            return false;
        };
    }
}
