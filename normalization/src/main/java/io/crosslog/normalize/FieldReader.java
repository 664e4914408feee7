package io.crosslog.normalize;

import io.crosslog.ocsf.OcsfAttribute;
import io.crosslog.ocsf.OcsfType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compiles mappings whose value is that of a field. Confined to one thread. */
final class FieldReader {

    private final Place place;
    private final Scope scope;
    private final DescribedMapping described;
    private final Constants constants;

    FieldReader(Place place, Scope scope, DescribedMapping described, Constants constants) {
        this.constants = constants;
        this.place = place;
        this.scope = scope;
        this.described = described;
    }

    /**
     * Compiles a mapping.
     *
     * @param item the mapping
     * @param sources the paths, the first of which that gives a value wins
     * @param options the options of the mapping, by name
     */
    List<Alternative> read(YamlValue item, YamlValue sources, Map<String, YamlValue> options) {
        OcsfAttribute attribute = place.attribute();
        boolean free = place.slot().path().isFree();
        boolean many = attribute.array() && !free;
        Conversion conversion = conversion(item, options);
        if (attribute.type().base() == OcsfType.Base.OBJECT && !free) {
            item.wrong(place.slot() + " is an object: map its attributes"
                    + (attribute.array() ? ", with 'each' and 'map'" : " one by one"));
        }
        YamlValue split = options.get("split");
        if (split != null && !many) {
            split.wrong("'split' needs a list to fill, which " + place.slot() + " is not");
        } else if (split != null && split.text().isEmpty()) {
            split.wrong("'split' needs a mark to split at");
        }
        if (many && options.containsKey("except")) {
            item.keyOf("except").wrong("'except' has no effect on a list");
        }
        Set<String> except = new HashSet<>();
        if (options.containsKey("except")) {
            options.get("except").someItems().forEach(text -> except.add(text.text()));
        }
        boolean keep = options.containsKey("inferred");
        List<Alternative> found = new ArrayList<>();
        for (YamlValue from : sources.someItems()) {
            described.source(from.text());
            FieldPath path = FieldPaths.read(from, scope);
            found.add(
                    many
                            ? new FromList(path, conversion, split == null ? null : split.text(), keep)
                            : new FromField(path, conversion, Set.copyOf(except), keep));
        }
        return found;
    }

    private Conversion conversion(YamlValue item, Map<String, YamlValue> options) {
        OcsfAttribute attribute = place.attribute();
        YamlValue values = options.get("values");
        YamlValue as = options.get("as");
        if (values != null && as != null) {
            as.wrong("'as' and 'values' exclude each other");
        }
        if (values != null) {
            return Conversion.ofText(EnumValues.ofTable(attribute, values, value -> constants.value(place, value)));
        } else if (as != null) {
            return Conversions.read(as, options, attribute);
        } else if (attribute.type().name().equals("timestamp_t")) {
            return Conversions.timestamp(item, options);
        } else if (attribute.type().base() == OcsfType.Base.FLOAT) {
            return Conversions.FRACTION;
        } else if (attribute.type().base() == OcsfType.Base.STRING && attribute.values() != null) {
            return Conversions.word(attribute.values().captions().keySet());
        }
        return Conversions.PLAIN;
    }
}
