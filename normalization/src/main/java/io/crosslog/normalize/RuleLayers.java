package io.crosslog.normalize;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule put together from its layers: what it extends, the parts that it includes, its own file, and what users override, each
 * winning over those before it. Confined to one thread.
 */
final class RuleLayers {

    private final String name;
    private final RuleText own;
    private final boolean isBase;
    private final List<RuleText> layers;

    /**
     * The layers of a rule.
     *
     * @param own the rule's own file
     * @param layers all layers, the rule's own file among them, the strongest last
     * @param isBase whether other rules extend it
     */
    RuleLayers(RuleText own, List<RuleText> layers, boolean isBase) {
        this.name = own.name();
        this.own = own;
        this.isBase = isBase;
        this.layers = List.copyOf(layers);
    }

    String name() {
        return name;
    }

    /** All that the rule is made of, the strongest last. */
    List<RuleText> layers() {
        return layers;
    }

    /** Whether nothing in all of it says what becomes of a field. */
    boolean mapsNothing() {
        return layers.stream().noneMatch(layer -> layer.sections().containsKey("map"))
                && ofClasses().isEmpty();
    }

    /** Whether anything of the rule stands in a file. */
    boolean has(String file) {
        return layers.stream().anyMatch(layer -> layer.file().name().equals(file));
    }

    /** Whether something stands in the rule's own file, and the rule is used as it stands there. */
    boolean isOwn(YamlValue value) {
        return value.file() == own.file()
                && !isBase
                && layers.stream().noneMatch(layer -> layer.kind() == RuleText.Kind.OVERRIDE);
    }

    /** Notes a problem of the rule as a whole, at its name. */
    void wrongName(String message) {
        own.sections().getOrDefault("rule", own.root()).wrong(message);
    }

    /** The rule's own file, for problems that lie in what is missing. */
    YamlValue root() {
        return own.root();
    }

    /** A section of which the strongest layer says all; null if none has it. */
    @Nullable YamlValue section(String section) {
        YamlValue found = null;
        for (RuleText layer : layers) {
            YamlValue here = layer.sections().get(section);
            found = here == null ? found : here.isNull() ? null : here;
        }
        return found;
    }

    /** A list to which each layer adds. */
    List<YamlValue> items(String section) {
        List<YamlValue> all = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (RuleText layer : layers) {
            if (layer.forgets(section)) {
                all.clear();
                seen.clear();
            }
            Set<String> here = new HashSet<>();
            for (YamlValue item : layer.items(section)) {
                if (!here.add(item.rendered())) {
                    item.wrong("'" + item.rendered() + "' is here twice");
                }
                if (seen.add(item.rendered())) {
                    all.add(item);
                }
            }
        }
        return all;
    }

    /** A mapping of which each layer may replace a member; one that stands there as null is removed. */
    Map<String, RuleText.Entry> entries(String section) {
        Map<String, RuleText.Entry> all = new LinkedHashMap<>();
        Set<String> ofClasses = section.equals("map") ? ofClasses() : Set.of();
        for (RuleText layer : layers) {
            if (layer.forgets(section)) {
                all.clear();
            }
            layer.entries(section).forEach((key, entry) -> {
                String plain = key.endsWith("?") ? key.substring(0, key.length() - 1) : key;
                if (entry.value().isNull() && !all.containsKey(plain) && !ofClasses.contains(plain)) {
                    entry.key()
                            .wrong("there is no '" + plain + "' to take away"
                                    + (all.isEmpty() ? "" : YamlValue.nearest(plain, all.keySet())));
                }
                all.put(plain, entry);
            });
            all.values().removeIf(entry -> entry.value().isNull());
        }
        return all;
    }

    /** The mappings of layers stronger than the one that chooses the class; they win over those of a class, too. */
    Map<String, RuleText.Entry> strongerThanClass() {
        Map<String, RuleText.Entry> stronger = new LinkedHashMap<>();
        for (RuleText layer : layers) {
            if (layer.sections().containsKey("class")) {
                stronger.clear();
            } else if (layer.kind() != RuleText.Kind.PART) {
                stronger.putAll(layer.entries("map"));
            }
        }
        return stronger;
    }

    /** The names that the classes of the rule map by themselves. */
    private Set<String> ofClasses() {
        Set<String> names = new HashSet<>();
        YamlValue classes = section("class");
        for (YamlValue item : classes == null ? List.<YamlValue>of() : classes.items()) {
            YamlValue map = item.isMap() ? item.members().get("map") : null;
            names.addAll(map == null || !map.isMap() ? Set.of() : map.members().keySet());
        }
        return names;
    }

    /** The settings with the values that the files give. */
    Map<String, String> settings() {
        Map<String, String> all = new LinkedHashMap<>();
        entries("settings")
                .forEach((setting, entry) -> all.put(setting, entry.value().text()));
        return all;
    }

    /** Gives all layers the values of the settings, and the tables of all. */
    void settings(Map<String, String> values) {
        layers.forEach(layer -> layer.file().settings(values));
        Map<String, RuleText.Entry> tables = entries("tables");
        layers.forEach(layer -> tables.forEach(
                (name, entry) -> layer.file().tables().put(name, entry.value().written())));
    }
}
