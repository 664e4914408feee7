package io.crosslog.normalize;

import io.crosslog.ocsf.OcsfAttribute;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells ways to make an attribute that never get their turn, since one before them always wins. Confined to one thread. */
final class Reachable {

    /** Options that keep a field's value from being taken as it is. */
    private static final Set<String> CHOOSY = Set.of("as", "values", "absent", "except", "when", "split");

    private final boolean takesAnyText;
    private final Set<String> covered = new HashSet<>();
    private final Set<String> said = new HashSet<>();
    private final List<Condition> constants = new ArrayList<>();

    Reachable(OcsfAttribute attribute) {
        this.takesAnyText = attribute.type().name().equals("string_t") && attribute.values() == null;
    }

    /** Looks at the next way. */
    void check(YamlValue item, Scope scope) {
        Map<String, YamlValue> options = item.isMap() ? item.members() : Map.of("from", item);
        YamlValue when = options.get("when");
        Condition condition = when == null ? Condition.ALWAYS : new ConditionReader(scope).read(when);
        if (constants.contains(Condition.ALWAYS)) {
            item.wrong("this is never reached: a constant without a condition stands before it");
        } else if (constants.stream().anyMatch(before -> Logic.implies(condition, before))) {
            item.wrong("this is never reached: a constant stands before it for all that its condition holds of");
        }
        YamlValue from = options.get("from");
        boolean plain = options.keySet().stream().noneMatch(CHOOSY::contains);
        for (YamlValue field : from == null ? List.<YamlValue>of() : from.items()) {
            String path = field.text();
            if (covered.contains(path)) {
                field.wrong("this is never reached: '" + path + "' stands before it, and whatever it holds is taken");
            } else if (!said.add(path + ' ' + without(options))) {
                field.wrong("'" + path + "' stands before it already, in the same way");
            }
            if (plain && takesAnyText) {
                covered.add(path);
            }
        }
        if (options.containsKey("value") || isPlainTemplate(options.get("template"))) {
            constants.add(condition);
        }
    }

    private static boolean isPlainTemplate(@Nullable YamlValue template) {
        return template != null && template.isScalar() && template.text().indexOf('{') < 0;
    }

    /** The options beside the field, in a fixed order. */
    private static String without(Map<String, YamlValue> options) {
        return options.entrySet().stream()
                .filter(option ->
                        !option.getKey().equals("from") && !option.getKey().equals("default"))
                .map(option -> option.getKey() + "=" + option.getValue().rendered())
                .sorted()
                .toList()
                .toString();
    }
}
