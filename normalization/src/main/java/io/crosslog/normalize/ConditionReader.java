package io.crosslog.normalize;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Compiles the conditions of {@code match}, {@code when}, {@code where} and {@code filter}. Confined to one thread. */
final class ConditionReader {

    static final List<String> KINDS = List.of(
            "all",
            "any",
            "not",
            "ignore_case",
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

    private final Scope scope;
    private final boolean anyCase;

    ConditionReader(Scope scope) {
        this(scope, false);
    }

    private ConditionReader(Scope scope, boolean anyCase) {
        this.scope = scope;
        this.anyCase = anyCase;
    }

    /** All members of a mapping must hold. */
    Condition read(YamlValue yaml) {
        List<Condition> all = new ArrayList<>();
        yaml.members(KINDS).forEach((kind, value) -> {
            if (KINDS.contains(kind)) {
                all.add(one(kind, value));
            }
        });
        if (yaml.isMap() && yaml.members().isEmpty()) {
            yaml.unreadable("no condition stands here; leave it out, or name one of " + String.join(", ", KINDS));
        } else if (Logic.isImpossible(all)) {
            yaml.wrong("'" + yaml.rendered() + "' can never hold: its parts rule each other out");
        }
        return Conditions.all(all);
    }

    private Condition one(String kind, YamlValue value) {
        return switch (kind) {
            case "all" -> all(value);
            case "any" -> any(value);
            case "not" -> new Conditions.Not(read(value));
            case "ignore_case" -> new ConditionReader(scope, true).read(value);
            case "has" -> paths(value, Conditions.Has::new);
            case "exists" -> paths(value, Conditions.Exists::new);
            case "absent" -> paths(value, path -> new Conditions.Not(new Conditions.Exists(path)));
            case "setting" -> settings(value);
            default -> compare(kind, value);
        };
    }

    private List<Condition> list(YamlValue value) {
        if (!value.isList()) {
            value.unreadable("a list of conditions was expected here");
            return List.of();
        }
        return value.someItems().stream().map(this::read).toList();
    }

    private Condition any(YamlValue value) {
        List<Condition> any = list(value);
        return any.isEmpty() ? Condition.ALWAYS : new Conditions.Any(any);
    }

    private Condition all(YamlValue value) {
        List<Condition> all = list(value);
        if (Logic.isImpossible(all)) {
            value.wrong("'" + value.rendered() + "' can never hold: its parts rule each other out");
        }
        return Conditions.all(all);
    }

    private Condition paths(YamlValue value, Function<FieldPath, Condition> test) {
        return Conditions.all(
                value.someItems().stream().map(item -> test.apply(path(item))).toList());
    }

    private FieldPath path(YamlValue yaml) {
        return FieldPaths.read(yaml, scope);
    }

    /** Whether the rule's settings are these; decided once, when the rule is read. */
    private static Condition settings(YamlValue wanted) {
        List<Condition> all = new ArrayList<>();
        wanted.members().forEach((name, value) -> {
            String is = wanted.file().setting(name);
            if (is == null) {
                wanted.keyOf(name)
                        .wrong("no setting '" + name + "' is declared under 'settings'"
                                + YamlValue.nearest(name, wanted.file().references()));
            }
            all.add(new Conditions.Decided(
                    name + '=' + value.text(), value.text().equals(is)));
        });
        return Conditions.all(all);
    }

    private Condition compare(String kind, YamlValue value) {
        List<Condition> all = new ArrayList<>();
        if (value.isMap() && value.members().isEmpty()) {
            value.unreadable("no field is compared here; write {" + kind + ": {<field>: …}}");
        }
        value.members().forEach((name, compared) -> {
            boolean folds = anyCase || kind.equals("equals_ignore_case") || kind.equals("contains");
            Field field = new Field(path(value.keyOf(name)), folds && !kind.equals("matches") && !kind.equals("cidr"));
            all.add(compare(kind, field, compared));
        });
        return Conditions.all(all);
    }

    private Condition compare(String kind, Field field, YamlValue value) {
        if (kind.equals("in")) {
            return new Conditions.OneOf(
                    field,
                    value.someItems().stream()
                            .map(item -> field.folded(word(item)))
                            .collect(Collectors.toSet()));
        } else if (kind.equals("cidr")) {
            return new Conditions.Passes(
                    field, kind, value.items().stream().map(YamlValue::text).toList(), cidr(value));
        } else if (kind.equals("matches")) {
            if (word(value).isEmpty()) {
                return Condition.ALWAYS;
            }
            Regex regex = Regex.read(value, anyCase, false);
            return new Conditions.Passes(field, kind + anyCase, List.of(value.text()), regex::isIn);
        }
        String text = field.folded(word(value));
        return switch (kind) {
            case "starts_with" -> new Conditions.Passes(field, kind, List.of(text), t -> t.startsWith(text));
            case "ends_with" -> new Conditions.Passes(field, kind, List.of(text), t -> t.endsWith(text));
            case "contains" -> new Conditions.Passes(field, kind, List.of(text), t -> t.contains(text));
            default -> new Conditions.OneOf(field, Set.of(text));
        };
    }

    /** A text to compare with. Empty text is absent to rules, so that no field has it, and any text begins with it. */
    private static String word(YamlValue value) {
        String text = value.text();
        if (text.isEmpty()) {
            value.wrong(
                    "there is no text to compare with; whether a field has a value at all, 'exists' and 'absent' ask");
        }
        return text;
    }

    private static Predicate<String> cidr(YamlValue value) {
        List<Predicate<byte[]>> networks = new ArrayList<>();
        for (YamlValue item : value.someItems()) {
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
            HostPort parts = IpAddress.isIp(text) ? null : HostPort.of(text);
            byte[] address = IpAddress.parse(parts == null ? text : parts.host());
            return address != null && networks.stream().anyMatch(n -> n.test(address));
        };
    }

    private static int bits(String text, int slash, int most) {
        if (slash < 0) {
            return most;
        }
        String digits = text.substring(slash + 1);
        int bits = digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
        return bits <= most ? bits : -1;
    }
}
