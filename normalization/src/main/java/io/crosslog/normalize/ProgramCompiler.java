package io.crosslog.normalize;

import io.crosslog.ocsf.NearestNames;
import io.crosslog.ocsf.OcsfClass;
import io.crosslog.ocsf.OcsfEventPlan;
import io.crosslog.ocsf.OcsfPathException;
import io.crosslog.ocsf.OcsfSchema;
import io.crosslog.ocsf.OcsfStructure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles a rule for each of its classes, and at last for the one that takes any event. Confined to one thread. */
final class ProgramCompiler {

    /** By it an event that is delivered twice is known, and the other events made of its record. */
    private static final String EVENT_ID = "metadata.uid";

    /** What the base event has other values for than the class that a rule is written for. */
    private static final Set<String> OF_CLASS = Set.of("activity_id", "activity_name");

    /** More than any class has attributes that a log could fill. */
    private static final int MOST_MAPPINGS = 2_000;

    private final OcsfSchema schema;
    private final RuleLayers rule;
    private final Scope scope;
    private final Reach reach;
    private final int rawDataLimit;
    private final List<MappedAttribute> mapped = new ArrayList<>();

    private final Refusals refusals = new Refusals();

    ProgramCompiler(OcsfSchema schema, RuleLayers rule, Scope scope, Reach reach, int rawDataLimit) {
        this.schema = schema;
        this.rule = rule;
        this.scope = scope;
        this.reach = reach;
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
        if (map.size() > MOST_MAPPINGS) {
            rule.root().wrong("a rule has at most " + MOST_MAPPINGS + " mappings, and this one has " + map.size());
            return List.of();
        }
        List<Program> programs = new ArrayList<>();
        boolean several = declared.isList();
        ClassChoices choices = new ClassChoices();
        for (YamlValue item : declared.someItems()) {
            Map<String, YamlValue> options =
                    item.isMap() ? item.members(List.of("use", "when", "map")) : Map.of("use", item);
            YamlValue name = options.get("use");
            if (name == null) {
                item.unreadable("'use' is missing: the OCSF class");
                continue;
            }
            YamlValue when = options.get("when");
            Condition condition = when == null ? Condition.ALWAYS : condition(when);
            choices.add(item, name.text(), condition, options.get("map"));
            program(name, condition, ofClass(map, options.get("map")), several, true)
                    .ifPresent(programs::add);
        }
        if (several) {
            refusals.tell();
        }
        if (!choices.takeAny()) {
            Map<String, RuleText.Entry> rest = new LinkedHashMap<>(map);
            rest.keySet().removeAll(OF_CLASS);
            program(null, Condition.ALWAYS, rest, true, false).ifPresent(programs::add);
        }
        observed();
        return programs;
    }

    /** Notes observables that are never there, since nothing is mapped to them. */
    private void observed() {
        for (YamlValue observable : rule.items("observables")) {
            String path = plain(observable.text());
            boolean written = mapped.stream()
                    .map(attribute -> plain(attribute.path()))
                    .anyMatch(attribute -> attribute.equals(path)
                            || attribute.startsWith(path + ".")
                            || path.startsWith(attribute + "."));
            if (!written && refusals.isTaken(observable) && rule.isOwn(observable)) {
                observable.wrong("'" + path + "' is never there: nothing is mapped to it");
            }
        }
    }

    private static String plain(String path) {
        return path.replaceAll("\\[\\d*]", "");
    }

    private Condition condition(YamlValue when) {
        Condition condition = new ConditionReader(scope).read(when);
        reach.check(when, condition);
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
        String name = className == null ? ClassChoices.ANY : className.text();
        OcsfEventPlan.Builder builder;
        try {
            builder = OcsfEventPlan.builder(schema, name);
        } catch (OcsfPathException e) {
            YamlValue place = className == null ? rule.root() : className;
            place.wrong(e.getMessage() + byNumber(name));
            Optional<String> meant = NearestNames.meant(
                    name, schema.classes().stream().map(OcsfClass::name).toList());
            if (meant.isEmpty()) {
                return Optional.empty();
            }
            // Where there is little doubt which class is meant, what else is wrong is told at once.
            name = meant.get();
            builder = OcsfEventPlan.builder(schema, name);
        }
        List<String> profiles = profiles(name, some, builder);
        observables(name, profiles, some, builder);
        OcsfEventPlan plan = builder.build();
        MappingReader reader = new MappingReader(plan, rule.name(), scope, reach);
        List<Mapping> mappings = new ArrayList<>();
        map.forEach((key, entry) -> {
            if (key.equals(EVENT_ID)) {
                entry.key()
                        .wrong("'" + key
                                + "' is the event's id, which is the same at each reading; it cannot be set: an"
                                + " id that the log has belongs into metadata.original_event_uid");
                return;
            }
            Optional<OcsfPathException> missing = missing(plan, key);
            if (missing.isEmpty() || (!some && !entry.isOptional())) {
                reader.read(key, entry).ifPresent(mappings::add);
                refusals.take(entry.key());
            } else if (entry.isOptional()) {
                optional(plan, key, entry.key(), missing.get(), some);
            } else {
                refusals.refuse(entry.key(), String.valueOf(missing.get().getMessage()));
            }
        });
        if (shown) {
            mapped.addAll(reader.mapped());
        }
        YamlValue version = rule.section("version");
        Stamp stamp = new Stamp(plan, rule.name(), version == null ? "0" : version.text(), rawDataLimit);
        return Optional.of(new Program(when, plan, mappings, stamp));
    }

    private String byNumber(String name) {
        return name.matches("\\d{1,9}")
                ? schema.findClass(Long.parseLong(name))
                        .map(found -> "; did you mean '" + found.name() + "'?")
                        .orElse("")
                : "";
    }

    /** An attribute that a class need not have must be one of OCSF's all the same. */
    private void optional(OcsfEventPlan plan, String path, YamlValue key, OcsfPathException missing, boolean some) {
        String first = path.split("[.\\[]", 2)[0];
        if (!schema.dictionary().containsKey(first)) {
            List<String> near = NearestNames.of(first, schema.dictionary().keySet());
            key.wrong("OCSF has no attribute '" + first + "'"
                    + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"));
        } else if (!key.file().hasParameters() && inAnyProfile(plan, first) && !inAnyProfile(plan, path)) {
            key.wrong(String.valueOf(missing.getMessage()), missing.offset());
        } else if (!some && rule.isOwn(key)) {
            key.wrong("nothing ever comes of this: " + missing.getMessage());
        }
    }

    private boolean inAnyProfile(OcsfEventPlan plan, String path) {
        OcsfStructure structure = plan.eventClass().structure();
        try {
            return schema.resolve(structure.name(), path, structure.profiles())
                            .steps()
                            .size()
                    > 0;
        } catch (OcsfPathException e) {
            return false;
        }
    }

    /** Why a class does not have an attribute; empty if it has it. */
    private static Optional<OcsfPathException> missing(OcsfEventPlan plan, String path) {
        try {
            plan.slot(path);
            return Optional.empty();
        } catch (OcsfPathException e) {
            return Optional.of(e);
        }
    }

    /** The profiles of the rule, or those of them that the class takes. */
    private List<String> profiles(String className, boolean some, OcsfEventPlan.Builder builder) {
        List<String> profiles = new ArrayList<>();
        for (YamlValue profile : rule.items("profiles")) {
            try {
                builder.profiles(List.of(profile.text()));
                profiles.add(profile.text());
                refusals.take(profile);
            } catch (OcsfPathException e) {
                if (!some) {
                    profile.wrong(className + " does not take the profile: " + e.getMessage());
                }
                refusals.refuse(profile, String.valueOf(e.getMessage()));
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
                refusals.take(observable);
            } catch (OcsfPathException e) {
                if (!some && !optional) {
                    observable.wrong(String.valueOf(e.getMessage()), e.offset());
                } else if (!optional) {
                    refusals.refuse(observable, String.valueOf(e.getMessage()));
                }
            }
        }
    }
}
