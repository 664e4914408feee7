package io.crosslog.normalize;

import io.crosslog.ocsf.OcsfAttribute;
import io.crosslog.ocsf.OcsfDraft;
import io.crosslog.ocsf.OcsfEventPlan;
import io.crosslog.ocsf.OcsfPathException;
import io.crosslog.ocsf.OcsfSlot;
import io.crosslog.ocsf.OcsfType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles the mappings of a rule for one class of events. Confined to one thread. */
final class MappingReader {

    static final List<String> OPTIONS = List.of(
            "from",
            "as",
            "values",
            "default",
            "value",
            "template",
            "each",
            "map",
            "all",
            "when",
            "except",
            "inferred",
            "split",
            "formats",
            "zone",
            "unit");

    private final OcsfEventPlan plan;
    private final String rule;
    private final List<String> loops;
    private final List<MappedAttribute> mapped = new ArrayList<>();
    private @Nullable OcsfSlot list;

    MappingReader(OcsfEventPlan plan, String rule, List<String> loops) {
        this.plan = plan;
        this.rule = rule;
        this.loops = loops;
    }

    /** What was compiled so far, for tables. */
    List<MappedAttribute> mapped() {
        return mapped;
    }

    /**
     * Compiles a mapping.
     *
     * @param key the attribute's path
     * @param spec how it is made
     * @return the mapping; empty, and a problem noted, if there is no such attribute
     */
    Optional<Mapping> read(YamlValue key, YamlValue spec) {
        try {
            return Optional.of(mapping(plan.slot(key.text()), sibling(key.text(), null), key, spec, ""));
        } catch (OcsfPathException e) {
            key.wrong(String.valueOf(e.getMessage()), e.offset());
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
        Place place = new Place(rule + '.' + prefix + slot, slot, sibling);
        DescribedMapping described = new DescribedMapping(prefix + slot, place.attribute());
        int row = mapped.size();
        boolean joined = spec.isMap() && spec.members().containsKey("all");
        YamlValue ways = joined ? spec.members(List.of("all", "inferred")).get("all") : spec;
        if (joined && !place.attribute().array()) {
            key.wrong("'all' needs a list but " + slot + " holds one value");
        }
        List<Alternative> alternatives = new ArrayList<>();
        List<YamlValue> defaults = new ArrayList<>();
        boolean settled = false;
        for (YamlValue item : ways == null ? List.<YamlValue>of() : ways.items()) {
            if (settled) {
                item.wrong("this is never reached: a constant without a condition stands before it");
            }
            settled |= !joined && item.isMap() && isConstant(item.members());
            alternatives.addAll(alternatives(place, item, defaults, described, prefix));
        }
        for (YamlValue value : defaults) {
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
            return fields(place, item, item, Map.of(), false, described);
        }
        Map<String, YamlValue> options = item.members(OPTIONS);
        check(place, item, options);
        boolean keep = options.containsKey("inferred");
        described.note(options);
        if (options.containsKey("default")) {
            defaults.add(options.get("default"));
        }
        List<Alternative> found;
        if (options.containsKey("map")) {
            found = List.of(objects(place, item, options, prefix, described));
        } else if (options.containsKey("value")) {
            found = constants(place, options.get("value"), described);
        } else if (options.containsKey("template")) {
            described.source(options.get("template").text());
            found = List.of(Template.read(options.get("template"), loops, keep));
        } else if (options.containsKey("from")) {
            found = fields(place, item, options.get("from"), options, keep, described);
        } else {
            item.wrong("one of 'from', 'template', 'value' or 'map' must say where " + place.slot() + " comes from");
            return List.of();
        }
        YamlValue when = options.get("when");
        if (when == null) {
            return found;
        }
        Condition condition = new ConditionReader(loops).read(when);
        return found.stream().map(a -> Alternative.when(condition, a)).toList();
    }

    /** An option that would have no effect is a mistake, and its author should know. */
    private static void check(Place place, YamlValue item, Map<String, YamlValue> options) {
        boolean time = place.attribute().type().name().equals("timestamp_t") || says(options, "as", "timestamp");
        Set<String> useful = new HashSet<>(List.of("when", "inferred", "default"));
        if (options.containsKey("map")) {
            useful.addAll(List.of("map", "each"));
        } else if (options.containsKey("value")) {
            useful.add("value");
        } else if (options.containsKey("template")) {
            useful.add("template");
        } else {
            useful.addAll(List.of("from", "as", "values", "except", "split"));
            useful.addAll(time ? List.of("formats", "zone") : List.of());
            useful.addAll(says(options, "as", "duration") ? List.of("unit") : List.of());
        }
        for (String option : options.keySet()) {
            if (OPTIONS.contains(option) && !useful.contains(option)) {
                item.keyOf(option).wrong("'" + option + "' has no effect here");
            }
        }
    }

    private static boolean isConstant(Map<String, YamlValue> options) {
        return options.containsKey("value") && !options.containsKey("when");
    }

    private static boolean says(Map<String, YamlValue> options, String option, String text) {
        YamlValue value = options.get(option);
        return value != null && value.isScalar() && value.text().equals(text);
    }

    private List<Alternative> fields(
            Place place,
            YamlValue item,
            YamlValue sources,
            Map<String, YamlValue> options,
            boolean keep,
            DescribedMapping described) {
        OcsfAttribute attribute = place.attribute();
        Conversion conversion = conversion(place, item, options);
        Set<String> except = new HashSet<>();
        if (options.containsKey("except")) {
            options.get("except").items().forEach(text -> except.add(text.text()));
        }
        if (attribute.type().base() == OcsfType.Base.OBJECT
                && !place.slot().path().isFree()) {
            item.wrong(place.slot() + " is an object: map its attributes"
                    + (attribute.array() ? ", with 'each' and 'map'" : " one by one"));
        }
        YamlValue split = options.get("split");
        boolean many = attribute.array() && !place.slot().path().isFree();
        if (split != null && (!many || split.text().isEmpty())) {
            split.wrong("'split' needs a mark to split at, and a list to fill, which " + place.slot() + " is not");
        }
        if (many && options.containsKey("except")) {
            item.keyOf("except").wrong("'except' has no effect on a list");
        }
        List<Alternative> found = new ArrayList<>();
        for (YamlValue from : sources.items()) {
            described.source(from.text());
            FieldPath path = FieldPaths.read(from, loops);
            found.add(
                    many
                            ? new FromList(path, conversion, split == null ? null : split.text(), keep)
                            : new FromField(path, conversion, Set.copyOf(except), keep));
        }
        return found;
    }

    private Conversion conversion(Place place, YamlValue item, Map<String, YamlValue> options) {
        OcsfAttribute attribute = place.attribute();
        YamlValue values = options.get("values");
        YamlValue as = options.get("as");
        if (values != null && as != null) {
            as.wrong("'as' and 'values' exclude each other");
        }
        if (values != null) {
            return Conversion.ofText(EnumValues.ofTable(attribute, values));
        } else if (as != null) {
            return Conversions.read(as, options);
        } else if (attribute.type().name().equals("timestamp_t")) {
            return Conversions.timestamp(item, options);
        } else if (attribute.type().base() == OcsfType.Base.FLOAT) {
            return Conversions.FRACTION;
        } else if (attribute.type().base() == OcsfType.Base.STRING && attribute.values() != null) {
            return Conversions.word(attribute.values().captions().keySet());
        }
        return Conversions.PLAIN;
    }

    /** A constant, after it was tried out whether the attribute takes it. */
    private List<Alternative> constants(Place place, YamlValue yaml, DescribedMapping described) {
        List<Alternative> found = new ArrayList<>();
        for (YamlValue item : yaml.items()) {
            described.source('"' + item.text() + '"');
            Object value = EnumValues.constant(place.attribute(), item);
            if (value != null && place.attribute().type().base() == OcsfType.Base.OBJECT) {
                item.wrong(place.slot() + " is an object: give its attributes values one by one");
            } else if (value != null && !takes(place.slot(), value)) {
                item.wrong("'" + item.text() + "' is no value of " + place.slot() + ", which is of type "
                        + place.attribute().type().name());
            } else if (value != null) {
                found.add(Alternative.constant(value));
            }
        }
        return found;
    }

    private boolean takes(OcsfSlot slot, Object value) {
        OcsfDraft draft = plan.newDraft();
        return list == null ? draft.put(slot, value, null) : draft.append(list).put(slot, value, null);
    }

    private Alternative objects(
            Place place, YamlValue item, Map<String, YamlValue> options, String prefix, DescribedMapping described) {
        OcsfAttribute attribute = place.attribute();
        YamlValue map = options.get("map");
        YamlValue each = options.get("each");
        List<Mapping> mappings = new ArrayList<>();
        if (map == null || !attribute.array() || attribute.objectName() == null) {
            item.wrong("'map' builds the objects of a list, which " + place.slot() + " is not");
            return Alternative.constant("");
        }
        if (each != null) {
            described.source(each.text() + "[]");
        }
        if (list != null) {
            item.wrong("a list within the objects of another list cannot be built yet");
        }
        list = place.slot();
        map.members().forEach((name, spec) -> {
            YamlValue key = map.keyOf(name);
            try {
                OcsfSlot slot = plan.slot(place.slot(), name);
                mappings.add(mapping(slot, sibling(name, place.slot()), key, spec, prefix + place.slot() + "[]."));
            } catch (OcsfPathException e) {
                key.wrong(String.valueOf(e.getMessage()), e.offset());
            }
        });
        list = null;
        return new FromObjects(each == null ? null : FieldPaths.read(each, loops), List.copyOf(mappings));
    }
}
