package io.crosslog.normalize;

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

/** Compiles rules: looks up every name, so that whatever is wrong is told when a rule is loaded. Confined to one thread. */
final class RuleCompiler {

    /** The class that takes any event. */
    private static final String ANY = "base_event";

    /** What the base event has other values for than the class that a rule is written for. */
    private static final Set<String> OF_CLASS = Set.of("activity_id", "activity_name");

    private final OcsfSchema schema;
    private final int rawDataLimit;
    private final boolean keepEmpty;

    RuleCompiler(OcsfSchema schema, int rawDataLimit, boolean keepEmpty) {
        this.schema = schema;
        this.rawDataLimit = rawDataLimit;
        this.keepEmpty = keepEmpty;
    }

    /**
     * Compiles a rule.
     *
     * @param files the parts that it includes, then the rule itself, whose sections win
     * @param overrides mappings of the user's that replace the rule's
     */
    Rule compile(List<RuleText> files, Map<String, RuleText.Entry> overrides) {
        RuleText rule = files.get(files.size() - 1);
        List<String> loops = loops(rule);
        Map<String, RuleText.Entry> opens = new LinkedHashMap<>();
        Map<String, RuleText.Entry> map = new LinkedHashMap<>();
        List<YamlValue> observables = new ArrayList<>();
        for (RuleText file : files) {
            opens.putAll(file.entries("open"));
            map.putAll(file.entries("map"));
            observables.addAll(file.items("observables"));
        }
        map.putAll(overrides);
        map.values().removeIf(entry -> entry.value().isNull());
        ConditionReader conditions = new ConditionReader(loops);
        YamlValue knownBy = rule.sections().get("known_by");
        YamlValue match = rule.sections().get("match");
        List<MappedAttribute> mapped = new ArrayList<>();
        List<Program> programs = programs(rule, map, observables, loops, mapped);
        return new Rule(
                rule.name(),
                knownBy == null ? Condition.NEVER : conditions.read(knownBy),
                match == null ? Condition.ALWAYS : conditions.read(match),
                opens(opens, loops),
                filters(rule, conditions),
                each(rule, loops),
                programs,
                keepEmpty,
                List.copyOf(mapped));
    }

    private List<Program> programs(
            RuleText rule,
            Map<String, RuleText.Entry> map,
            List<YamlValue> observables,
            List<String> loops,
            List<MappedAttribute> mapped) {
        YamlValue declared = rule.sections().get("class");
        if (declared == null) {
            rule.root().wrong("'class' is missing: the OCSF class of the events, such as http_activity");
            return List.of();
        }
        List<Program> programs = new ArrayList<>();
        boolean several = declared.isList();
        Set<String> known = new HashSet<>();
        boolean any = false;
        for (YamlValue item : declared.items()) {
            Map<String, YamlValue> options =
                    item.isMap() ? item.members(List.of("use", "when", "map")) : Map.of("use", item);
            YamlValue name = options.get("use");
            if (name == null) {
                item.wrong("'use' is missing: the OCSF class");
                continue;
            }
            Map<String, RuleText.Entry> all = new LinkedHashMap<>(map);
            YamlValue own = options.get("map");
            if (own != null) {
                own.members().forEach((key, value) -> all.put(key, new RuleText.Entry(own.keyOf(key), value)));
            }
            YamlValue when = options.get("when");
            Condition condition = when == null ? Condition.ALWAYS : new ConditionReader(loops).read(when);
            any |= name.text().equals(ANY) && when == null;
            program(rule, name, condition, all, observables, loops, several ? known : null, mapped)
                    .ifPresent(programs::add);
        }
        if (several) {
            map.forEach((key, entry) -> {
                if (!known.contains(key)) {
                    entry.key().wrong("none of the classes of this rule has '" + key + "'");
                }
            });
        }
        if (!any) {
            Map<String, RuleText.Entry> rest = new LinkedHashMap<>(map);
            rest.keySet().removeAll(OF_CLASS);
            program(rule, null, Condition.ALWAYS, rest, observables, loops, known, new ArrayList<>())
                    .ifPresent(programs::add);
        }
        return programs;
    }

    /**
     * Compiles a rule for one class.
     *
     * @param className the class; null for the one that takes any event
     * @param known takes the attributes that the class has, where others are skipped; null where others are a problem
     */
    private Optional<Program> program(
            RuleText rule,
            @Nullable YamlValue className,
            Condition when,
            Map<String, RuleText.Entry> map,
            List<YamlValue> observables,
            List<String> loops,
            @Nullable Set<String> known,
            List<MappedAttribute> mapped) {
        String name = className == null ? ANY : className.text();
        OcsfEventPlan.Builder builder;
        try {
            builder = OcsfEventPlan.builder(schema, name);
        } catch (OcsfPathException e) {
            String message = String.valueOf(e.getMessage());
            (className == null ? rule.root() : className).wrong(message);
            return Optional.empty();
        }
        List<String> profiles = profiles(rule, name, known != null, builder);
        for (YamlValue observable : observables) {
            try {
                OcsfEventPlan.builder(schema, name)
                        .profiles(profiles)
                        .observable(observable.text())
                        .build();
                builder.observable(observable.text());
            } catch (OcsfPathException e) {
                if (known == null) {
                    observable.wrong(String.valueOf(e.getMessage()), e.offset());
                }
            }
        }
        OcsfEventPlan plan = builder.build();
        MappingReader reader = new MappingReader(plan, rule.name(), loops);
        List<Mapping> mappings = new ArrayList<>();
        map.forEach((key, entry) -> {
            if (known == null || has(plan, key)) {
                reader.read(entry.key(), entry.value()).ifPresent(mappings::add);
                if (known != null) {
                    known.add(key);
                }
            }
        });
        mapped.addAll(reader.mapped());
        YamlValue version = rule.sections().get("version");
        Stamp stamp = new Stamp(plan, rule.name(), version == null ? "0" : version.text(), rawDataLimit);
        return Optional.of(new Program(when, plan, mappings, stamp));
    }

    private static boolean has(OcsfEventPlan plan, String path) {
        try {
            return plan.slot(path).path().text().equals(path);
        } catch (OcsfPathException e) {
            return false;
        }
    }

    /** The profiles of the rule, or those of them that the class takes. */
    private List<String> profiles(RuleText rule, String className, boolean some, OcsfEventPlan.Builder builder) {
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

    private static List<Rule.Open> opens(Map<String, RuleText.Entry> entries, List<String> loops) {
        List<Rule.Open> opens = new ArrayList<>();
        entries.forEach((path, entry) ->
                opens.add(new Rule.Open(FieldPaths.read(entry.key(), loops), Openers.read(entry.value()))));
        return List.copyOf(opens);
    }

    private static List<Rule.Filter> filters(RuleText rule, ConditionReader conditions) {
        List<Rule.Filter> filters = new ArrayList<>();
        for (YamlValue item : rule.items("filter")) {
            Map<String, YamlValue> options = item.members(List.of("as", "when", "loss"));
            YamlValue as = options.get("as");
            YamlValue when = options.get("when");
            if (as == null || when == null) {
                item.wrong("a filter needs 'as', the name it is counted under, and 'when'");
            } else {
                YamlValue loss = options.get("loss");
                filters.add(new Rule.Filter(as.text(), conditions.read(when), loss != null && loss.isTrue()));
            }
        }
        return List.copyOf(filters);
    }

    /** {@code a.b[].c[]} as the paths from one list to the next: {@code a.b}, {@code c}. */
    private static List<String> loops(RuleText rule) {
        YamlValue each = rule.sections().get("each");
        if (each == null) {
            return List.of();
        }
        String text = each.text();
        if (!text.endsWith("[]") || text.startsWith("[")) {
            each.wrong("'" + text + "' must lead to a list and end with [], as in records[]");
            return List.of();
        }
        List<String> loops = new ArrayList<>();
        for (String part : text.substring(0, text.length() - 2).split("\\[]", -1)) {
            loops.add(part.startsWith(".") ? part.substring(1) : part);
        }
        return List.copyOf(loops);
    }

    private static List<FieldPath> each(RuleText rule, List<String> loops) {
        List<FieldPath> paths = new ArrayList<>();
        YamlValue each = rule.sections().get("each");
        for (String loop : loops) {
            try {
                paths.add(FieldPath.of(loop, List.of()));
            } catch (IllegalArgumentException e) {
                if (each != null) {
                    each.wrong(String.valueOf(e.getMessage()));
                }
            }
        }
        return List.copyOf(paths);
    }
}
