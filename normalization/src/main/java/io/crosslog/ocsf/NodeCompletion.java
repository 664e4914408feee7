package io.crosslog.ocsf;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a draft's objects valid, from the leaves up: what is empty goes, enums get their siblings, a required enum that is
 * missing becomes 0 (unknown), and an object that still lacks what OCSF asks for is dropped whole. Confined to one thread.
 */
final class NodeCompletion {

    private final Set<String> profiles;
    private final Drops drops;
    private final Siblings siblings;

    NodeCompletion(Set<String> profiles, Drops drops) {
        this.profiles = profiles;
        this.drops = drops;
        this.siblings = new Siblings(drops);
    }

    /** Completes all that is below a node, and the node as far as that is possible; what it lacks is returned. */
    List<String> complete(OcsfNode node, String path) {
        for (int i = 0; i < node.plan().size(); i++) {
            if (node.get(i) != null) {
                OcsfAttribute attribute = node.plan().attribute(i);
                String below = EventPath.join(path, attribute.name());
                if (attribute.isIn(profiles)) {
                    node.set(i, completed(node.get(i), below));
                } else {
                    drops.drop(node.get(i), below, "the event does not have the profile " + attribute.profiles());
                    node.set(i, null);
                }
            }
        }
        siblings.complete(node, path);
        if (node.isEmpty()) {
            return List.of();
        }
        List<String> faults = new ArrayList<>();
        for (OcsfConstraint constraint : node.plan().constraints()) {
            constrain(node, path, constraint, faults);
        }
        for (int position : node.plan().required()) {
            OcsfAttribute attribute = node.plan().attribute(position);
            if (node.get(position) == null && attribute.isIn(profiles) && !fillUnknown(node, position)) {
                String why = drops.reason(EventPath.join(path, attribute.name()));
                faults.add(attribute.name() + " is required" + (why == null ? "" : " (it was dropped: " + why + ")"));
            }
        }
        return faults;
    }

    /** What a value becomes; null when it cannot stay. */
    @Nullable Object completed(@Nullable Object value, String path) {
        if (value instanceof OcsfNode node) {
            List<String> faults = complete(node, path);
            if (!faults.isEmpty()) {
                drops.dropObject(node, path, String.join(", ", faults));
            }
            return faults.isEmpty() && !node.isEmpty() ? node : null;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> kept = new ArrayList<>(list.size());
            for (int i = 0; i < list.size(); i++) {
                Object element = completed(list.get(i), path + "[" + i + "]");
                if (element != null) {
                    kept.add(element);
                }
            }
            return kept.isEmpty() ? null : kept;
        }
        return value;
    }

    /** Sees to a constraint; where one attribute alone may stay, it is the first that the schema names. */
    private void constrain(OcsfNode node, String path, OcsfConstraint constraint, List<String> faults) {
        int present = 0;
        for (String name : constraint.paths()) {
            if (isPresent(node, name)) {
                present++;
                Integer position = node.plan().find(name);
                if (present > 1 && constraint.kind() == OcsfConstraint.Kind.JUST_ONE && position != null) {
                    String below = EventPath.join(path, name);
                    drops.drop(node.get(position), below, "just one of " + constraint.paths() + " is allowed");
                    node.set(position, null);
                    present--;
                }
            }
        }
        if (!constraint.kind().allows(present)) {
            faults.add("one of " + String.join(", ", constraint.paths()) + " is required");
        }
    }

    private static boolean isPresent(OcsfNode start, String path) {
        Object value = start;
        for (String name : path.split("\\.", -1)) {
            Integer position = value instanceof OcsfNode node ? node.plan().find(name) : null;
            value = position != null && value instanceof OcsfNode node ? node.get(position) : null;
        }
        return value != null;
    }

    /** Fills a required enum with 0, but only where 0 means "unknown": in some enums it is a real value. */
    static boolean fillUnknown(OcsfNode node, int position) {
        OcsfAttribute attribute = node.plan().attribute(position);
        OcsfEnum values = attribute.values();
        String caption = values == null ? "" : values.caption("0").orElse("");
        if (!caption.startsWith("Unknown")) {
            return false;
        }
        node.set(position, attribute.array() ? listOf(Coercion.number(attribute, "0")) : zero(attribute));
        for (StructurePlan.Pair pair : node.plan().pairs()) {
            if (pair.id() == position) {
                node.set(pair.sibling(), attribute.array() ? listOf(caption) : Leaf.made(caption));
            }
        }
        return true;
    }

    private static Leaf zero(OcsfAttribute attribute) {
        return Leaf.made(Coercion.number(attribute, "0"));
    }

    private static List<@Nullable Object> listOf(Object value) {
        List<@Nullable Object> list = new ArrayList<>();
        list.add(Leaf.made(value));
        return list;
    }
}
