package io.crosslog.normalize;

import io.crosslog.ocsf.OcsfAttribute;
import io.crosslog.ocsf.OcsfEventPlan;
import io.crosslog.ocsf.OcsfPathException;
import io.crosslog.ocsf.OcsfSlot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles the mappings of a rule for one class of events. Confined to one thread. */
final class MappingReader {

    private final OcsfEventPlan plan;
    private final String rule;
    private final Scope scope;
    private final Reach reach;
    private final List<MappedAttribute> mapped = new ArrayList<>();
    private final Map<String, String> written = new HashMap<>();

    /** The lists whose objects are being built, the outermost first. */
    private final Deque<OcsfSlot> lists = new ArrayDeque<>();

    /**
     * A reader for one class.
     *
     * @param plan the class
     * @param rule the rule's name
     * @param scope how the rule wants its paths read
     * @param reach which events the rule is for
     */
    MappingReader(OcsfEventPlan plan, String rule, Scope scope, Reach reach) {
        this.plan = plan;
        this.rule = rule;
        this.scope = scope;
        this.reach = reach;
    }

    /** What was compiled so far, for tables. */
    List<MappedAttribute> mapped() {
        return mapped;
    }

    /**
     * Compiles a mapping.
     *
     * @param path the attribute's path
     * @param entry how it is made
     * @return the mapping; empty, and a problem noted, if there is no such attribute
     */
    Optional<Mapping> read(String path, RuleText.Entry entry) {
        try {
            OcsfSlot slot = plan.slot(path);
            String before = written.put(path.replaceAll("\\[]", ""), path);
            if (before != null) {
                entry.key().wrong("'" + path + "' is the same attribute as '" + before + "', which is mapped above");
            }
            return Optional.of(mapping(slot, sibling(path, null), entry.key(), entry.value(), ""));
        } catch (OcsfPathException e) {
            entry.key().wrong(String.valueOf(e.getMessage()), e.offset());
            return Optional.empty();
        }
    }

    private @Nullable OcsfSlot sibling(String path, @Nullable OcsfSlot within) {
        OcsfSlot slot = within == null ? plan.slot(path) : plan.slot(within, path);
        String sibling = slot.path().attribute().sibling();
        if (sibling == null || slot.path().isFree()) {
            return null;
        }
        String beside = path.substring(0, path.lastIndexOf('.') + 1) + sibling;
        return within == null ? plan.slot(beside) : plan.slot(within, beside);
    }

    private Mapping mapping(OcsfSlot slot, @Nullable OcsfSlot sibling, YamlValue key, YamlValue spec, String prefix) {
        Place place = new Place(rule + '.' + prefix + slot, prefix + slot, slot, sibling);
        DescribedMapping described = new DescribedMapping(prefix + slot, place.attribute());
        int row = mapped.size();
        boolean joined = spec.isMap() && spec.members().containsKey("all");
        YamlValue ways = joined ? spec.members(List.of("all", "inferred")).get("all") : spec;
        if (joined && !place.attribute().array()) {
            key.wrong("'all' needs a list but " + slot + " holds one value");
        }
        List<Alternative> alternatives = new ArrayList<>();
        List<YamlValue> defaults = new ArrayList<>();
        Reachable reachable = new Reachable(place.attribute());
        for (YamlValue item : ways == null ? List.<YamlValue>of() : ways.items()) {
            if (!joined) {
                reachable.check(item, scope());
            }
            alternatives.addAll(alternatives(place, item, defaults, described, prefix));
        }
        for (YamlValue value : defaults) {
            if (value != defaults.get(0)) {
                value.wrong("this is never reached: a mapping has one 'default', and it stands above");
            }
            alternatives.addAll(constants(place, value, described));
        }
        if (alternatives.isEmpty()) {
            key.wrong("nothing says where " + slot + " comes from");
        }
        mapped.add(row, described.toAttribute());
        return new Mapping(place, alternatives, joined);
    }

    private List<Alternative> alternatives(
            Place place, YamlValue item, List<YamlValue> defaults, DescribedMapping described, String prefix) {
        if (item.isScalar()) {
            return new FieldReader(place, scope(), described, constants()).read(item, item, Map.of());
        }
        Map<String, YamlValue> options = item.members(MappingOptions.NAMES);
        MappingOptions.check(place, item, options);
        Scope here = MappingOptions.scope(scope(), options);
        described.note(options);
        if (options.containsKey("default")) {
            defaults.add(options.get("default"));
        }
        List<Alternative> found;
        if (options.containsKey("default") && options.containsKey("value") && !options.containsKey("when")) {
            options.get("default").wrong("this is never reached: a constant without a condition stands before it");
        }
        if (options.containsKey("map")) {
            found = List.of(objects(place, item, options, prefix, described));
        } else if (options.containsKey("value")) {
            found = constants(place, options.get("value"), described);
        } else if (options.containsKey("template")) {
            described.source(options.get("template").text());
            found = List.of(Template.read(options.get("template"), here, options.containsKey("inferred")));
        } else if (options.containsKey("from")) {
            found = new FieldReader(place, here, described, constants()).read(item, options.get("from"), options);
        } else {
            if (options.containsKey("each") || options.containsKey("all")) {
                item.wrong(
                        options.containsKey("each")
                                ? "'each' needs 'map', which says what its elements become"
                                : "'all' stands alone: it takes the ways that are in it");
            } else if (MappingOptions.NAMES.containsAll(options.keySet())) {
                item.wrong(
                        "one of 'from', 'template', 'value' or 'map' must say where " + place.slot() + " comes from");
            }
            return List.of(Alternative.constant(""));
        }
        YamlValue when = options.get("when");
        if (when == null) {
            return found;
        }
        Condition condition = new ConditionReader(here).read(when);
        reach.check(when, condition);
        return found.stream().map(a -> Alternative.when(condition, a)).toList();
    }

    private Scope scope() {
        return scope.within(lists.size());
    }

    private List<Alternative> constants(Place place, YamlValue yaml, DescribedMapping described) {
        return constants().read(place, yaml, described);
    }

    private Constants constants() {
        return new Constants(plan, lists);
    }

    private Alternative objects(
            Place place, YamlValue item, Map<String, YamlValue> options, String prefix, DescribedMapping described) {
        OcsfAttribute attribute = place.attribute();
        YamlValue map = options.get("map");
        YamlValue each = options.get("each");
        YamlValue where = options.get("where");
        List<Mapping> mappings = new ArrayList<>();
        if (map == null || !attribute.array() || attribute.objectName() == null) {
            item.wrong("'map' builds the objects of a list, which " + place.slot() + " is not");
            return Alternative.constant("");
        }
        if (each != null) {
            described.source(each.text() + "[]");
        }
        lists.addLast(place.slot());
        Condition elements = where == null ? Condition.ALWAYS : new ConditionReader(scope()).read(where);
        Set<String> seen = new HashSet<>();
        if (map.isMap() && map.members().isEmpty()) {
            map.unreadable("nothing is mapped here");
        }
        map.members().forEach((name, spec) -> {
            YamlValue key = map.keyOf(name);
            try {
                OcsfSlot slot = plan.slot(place.slot(), name);
                if (!seen.add(name.replaceAll("\\[]", ""))) {
                    key.wrong("'" + name + "' is mapped above already");
                }
                mappings.add(mapping(slot, sibling(name, place.slot()), key, spec, prefix + place.slot() + "[]."));
            } catch (OcsfPathException e) {
                key.wrong(String.valueOf(e.getMessage()), e.offset());
            }
        });
        lists.removeLast();
        return new FromObjects(each == null ? null : FieldPaths.read(each, scope()), elements, List.copyOf(mappings));
    }
}
