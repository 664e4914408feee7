package io.crosslog.ocsf;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A class or object laid out for building: its attributes have numbers, in the order in which they are written. */
final class StructurePlan {

    private static final List<String> FIRST = List.of(
            "time",
            "class_uid",
            "class_name",
            "category_uid",
            "category_name",
            "activity_id",
            "activity_name",
            "type_uid",
            "type_name",
            "severity_id",
            "severity",
            "message");
    private static final List<String> LAST = List.of("observables", "raw_data", "unmapped");

    private final OcsfStructure structure;
    private final List<OcsfAttribute> attributes = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<Integer> required = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();

    /** An enum's attribute and the one that holds its caption. */
    record Pair(int id, int sibling, OcsfEnum values) {}

    private StructurePlan(OcsfStructure structure, Collection<OcsfAttribute> ordered) {
        this.structure = structure;
        for (OcsfAttribute attribute : ordered) {
            positions.put(attribute.name(), attributes.size());
            if (attribute.isRequired()) {
                required.add(attributes.size());
            }
            attributes.add(attribute);
        }
        for (OcsfAttribute attribute : ordered) {
            String sibling = attribute.sibling();
            OcsfEnum values = attribute.values();
            if (sibling != null && values != null && positions.containsKey(sibling)) {
                pairs.add(new Pair(position(attribute.name()), position(sibling), values));
            }
        }
    }

    /** Lays out the attributes that the profiles allow. */
    static StructurePlan of(OcsfStructure structure, Collection<String> profiles) {
        List<OcsfAttribute> first = new ArrayList<>();
        List<OcsfAttribute> middle = new ArrayList<>();
        List<OcsfAttribute> last = new ArrayList<>();
        boolean event = structure.attributes().containsKey("class_uid");
        if (event) {
            FIRST.forEach(name -> structure.attribute(name).ifPresent(first::add));
            LAST.forEach(name -> structure.attribute(name).ifPresent(last::add));
        }
        for (OcsfAttribute attribute : structure.attributes().values()) {
            if (!event || !(FIRST.contains(attribute.name()) || LAST.contains(attribute.name()))) {
                middle.add(attribute);
            }
        }
        first.addAll(middle);
        first.addAll(last);
        first.removeIf(attribute -> !attribute.isIn(profiles));
        return new StructurePlan(structure, first);
    }

    String name() {
        return structure.name();
    }

    int size() {
        return attributes.size();
    }

    OcsfAttribute attribute(int position) {
        return attributes.get(position);
    }

    /** The number of an attribute that is known to be there. */
    int position(String name) {
        Integer position = find(name);
        if (position == null) {
            throw new IllegalStateException("OCSF's " + name() + " has no attribute " + name);
        }
        return position;
    }

    @Nullable Integer find(String name) {
        return positions.get(name);
    }

    List<Integer> required() {
        return required;
    }

    List<Pair> pairs() {
        return pairs;
    }

    List<OcsfConstraint> constraints() {
        return structure.constraints();
    }
}
