package io.crosslog.normalize;

import io.crosslog.ocsf.NearestNames;
import io.crosslog.ocsf.OcsfEventPlan;
import io.crosslog.ocsf.OcsfPathException;
import io.crosslog.ocsf.OcsfSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles a rule for each of its classes, and at last for the one that takes any event. Confined to one thread. */
final class ProgramCompiler {

    /** The class that takes any event. */
    private static final String ANY = "base_event";

    /** What the base event has other values for than the class that a rule is written for. */
    private static final Set<String> OF_CLASS = Set.of("activity_id", "activity_name");

    private final OcsfSchema schema;
    private final RuleLayers rule;
    private final Scope scope;
    private final Condition match;
    private final int rawDataLimit;
    private final List<MappedAttribute> mapped = new ArrayList<>();

    /** The attributes that any of several classes has. */
    private final Set<String> known = new HashSet<>();

    ProgramCompiler(OcsfSchema schema, RuleLayers rule, Scope scope, Condition match, int rawDataLimit) {
        this.schema = schema;
        this.rule = rule;
        this.scope = scope;
        this.match = match;
        this.rawDataLimit = rawDataLimit;
    }

    /** What the programs can write, for tables. */
    List<MappedAttribute> mapped() {
        return List.copyOf(mapped);
    }

    List<Program> compile() {
        YamlValue declared = rule.section("class");
        if (declared == null && rule.section("extends") != null) {
            // What is wrong with the rule that it extends is told there.
            return List.of();
        } else if (declared == null) {
            rule.root().wrong("'class' is missing: the OCSF class of the events, such as http_activity");
            return List.of();
        }
        Map<String, RuleText.Entry> map = rule.entries("map");
        List<Program> programs = new ArrayList<>();
        boolean several = declared.isList();
        boolean any = false;
        for (YamlValue item : declared.items()) {
            Map<String, YamlValue> options =
                    item.isMap() ? item.members(List.of("use", "when", "map")) : Map.of("use", item);
            YamlValue name = options.get("use");
            if (name == null) {
                item.wrong("'use' is missing: the OCSF class");
                continue;
            }
            YamlValue when = options.get("when");
            Condition condition = when == null ? Condition.ALWAYS : condition(when);
            any |= name.text().equals(ANY) && when == null;
            program(name, condition, ofClass(map, options.get("map")), several, true)
                    .ifPresent(programs::add);
        }
        if (several) {
            map.forEach((key, entry) -> {
                if (!known.contains(key) && !entry.isOptional()) {
                    entry.key().wrong("none of the classes of this rule has '" + key + "'");
                }
            });
        }
        if (!any) {
            Map<String, RuleText.Entry> rest = new LinkedHashMap<>(map);
            rest.keySet().removeAll(OF_CLASS);
            program(null, Condition.ALWAYS, rest, true, false).ifPresent(programs::add);
        }
        return programs;
    }

    private Condition condition(YamlValue when) {
        Condition condition = new ConditionReader(scope).read(when);
        if (Logic.excludes(match, condition)) {
            when.wrong("'" + when.rendered() + "' can never hold: the rule's 'match' rules it out");
        }
        return condition;
    }

    /** The mappings of the rule with those of one class, which win over them, but not over what a user overrides. */
    private Map<String, RuleText.Entry> ofClass(Map<String, RuleText.Entry> map, @Nullable YamlValue own) {
        Map<String, RuleText.Entry> all = new LinkedHashMap<>(map);
        if (own != null) {
            own.members().forEach((key, value) -> all.put(key, new RuleText.Entry(own.keyOf(key), value)));
            rule.strongerThanClass().forEach((key, entry) -> {
                if (entry.value().isNull()) {
                    all.remove(key);
                } else {
                    all.put(key, entry);
                }
            });
        }
        return all;
    }

    /**
     * Compiles the rule for one class.
     *
     * @param className the class; null for the one that takes any event
     * @param some whether mappings of attributes that the class does not have are left out; they are a problem otherwise
     * @param shown whether the class is in tables
     */
    private Optional<Program> program(
            @Nullable YamlValue className,
            Condition when,
            Map<String, RuleText.Entry> map,
            boolean some,
            boolean shown) {
        String name = className == null ? ANY : className.text();
        OcsfEventPlan.Builder builder;
        try {
            builder = OcsfEventPlan.builder(schema, name);
        } catch (OcsfPathException e) {
            (className == null ? rule.root() : className).wrong(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        List<String> profiles = profiles(name, some, builder);
        observables(name, profiles, some, builder);
        OcsfEventPlan plan = builder.build();
        MappingReader reader = new MappingReader(plan, rule.name(), scope, match);
        List<Mapping> mappings = new ArrayList<>();
        map.forEach((key, entry) -> {
            if ((!some && !entry.isOptional()) || has(plan, key)) {
                reader.read(key, entry).ifPresent(mappings::add);
                known.add(key);
            } else if (entry.isOptional()) {
                known(key, entry.key());
            }
        });
        if (shown) {
            mapped.addAll(reader.mapped());
        }
        YamlValue version = rule.section("version");
        Stamp stamp = new Stamp(plan, rule.name(), version == null ? "0" : version.text(), rawDataLimit);
        return Optional.of(new Program(when, plan, mappings, stamp));
    }

    /** An attribute that a class need not have must be one of OCSF's all the same. */
    private void known(String path, YamlValue key) {
        String first = path.split("[.\\[]", 2)[0];
        if (!schema.dictionary().containsKey(first)) {
            List<String> near = NearestNames.of(first, schema.dictionary().keySet());
            key.wrong("OCSF has no attribute '" + first + "'"
                    + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"));
        }
    }

    private static boolean has(OcsfEventPlan plan, String path) {
        try {
            return plan.slot(path).path().text().equals(path);
        } catch (OcsfPathException e) {
            return false;
        }
    }

    /** The profiles of the rule, or those of them that the class takes. */
    private List<String> profiles(String className, boolean some, OcsfEventPlan.Builder builder) {
        List<String> profiles = new ArrayList<>();
        for (YamlValue profile : rule.items("profiles")) {
            try {
                builder.profiles(List.of(profile.text()));
                profiles.add(profile.text());
            } catch (OcsfPathException e) {
                if (!some) {
                    profile.wrong(className + " does not take the profile: " + e.getMessage());
                }
            }
        }
        return profiles;
    }

    private void observables(String className, List<String> profiles, boolean some, OcsfEventPlan.Builder builder) {
        for (YamlValue observable : rule.items("observables")) {
            String path = observable.text();
            boolean optional = path.endsWith("?");
            path = optional ? path.substring(0, path.length() - 1) : path;
            try {
                OcsfEventPlan.builder(schema, className)
                        .profiles(profiles)
                        .observable(path)
                        .build();
                builder.observable(path);
            } catch (OcsfPathException e) {
                if (!some && !optional) {
                    observable.wrong(String.valueOf(e.getMessage()), e.offset());
                }
            }
        }
    }
}
