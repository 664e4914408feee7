package io.crosslog.ocsf;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks an event or an object within it against its structure, and so on down. Confined to one thread. */
final class StructureCheck {

    private static final int DEEPEST = 100;

    private final OcsfSchema schema;
    private final Set<String> profiles;
    private final boolean warnMissingRecommended;
    private final ProblemList problems;

    StructureCheck(OcsfSchema schema, Set<String> profiles, boolean warnMissingRecommended, ProblemList problems) {
        this.schema = schema;
        this.profiles = profiles;
        this.warnMissingRecommended = warnMissingRecommended;
        this.problems = problems;
    }

    void check(OcsfStructure structure, String path, Map<?, ?> item) {
        check(structure, path, item, 0);
    }

    private void check(OcsfStructure structure, String path, Map<?, ?> item, int depth) {
        if (depth > DEEPEST) {
            problems.error("depth_exceeded", path, "is nested more than " + DEEPEST + " deep; not checked further");
            return;
        }
        if (structure.isOpen()) {
            return;
        }
        for (Map.Entry<?, ?> entry : item.entrySet()) {
            String name = String.valueOf(entry.getKey());
            OcsfAttribute attribute = structure.attributes().get(name);
            if (attribute == null || !attribute.isIn(profiles)) {
                unknown(structure, attribute, EventPath.join(path, name), name);
            } else if (entry.getValue() != null) {
                attribute(attribute, path, item, entry.getValue(), depth);
            }
        }
        for (OcsfAttribute attribute : structure.attributes().values()) {
            if (item.get(attribute.name()) == null && attribute.isIn(profiles)) {
                missing(attribute, EventPath.join(path, attribute.name()));
            }
        }
        constraints(structure, path, item);
    }

    private void unknown(OcsfStructure structure, @Nullable OcsfAttribute attribute, String path, String name) {
        String why = attribute == null
                ? structure.name() + " has no attribute " + ProblemList.quote(name)
                : "metadata.profiles does not list " + String.join(" or ", attribute.profiles()) + ", which brings it";
        problems.error("attribute_unknown", path, why);
    }

    private void missing(OcsfAttribute attribute, String path) {
        if (attribute.isRequired()) {
            problems.error("attribute_required_missing", path, "is required");
        } else if (warnMissingRecommended && attribute.requirement() == OcsfRequirement.RECOMMENDED) {
            problems.warning("attribute_recommended_missing", path, "is recommended");
        }
    }

    private void attribute(OcsfAttribute attribute, String parent, Map<?, ?> item, Object value, int depth) {
        String path = EventPath.join(parent, attribute.name());
        String since = attribute.deprecatedSince();
        if (since != null) {
            problems.warning("attribute_deprecated", path, "is deprecated since OCSF " + since);
        }
        boolean rightType = true;
        if (!attribute.array()) {
            rightType = value(attribute, path, value, depth);
        } else if (value instanceof List<?> elements) {
            for (int i = 0; i < elements.size(); i++) {
                rightType &= value(attribute, path + "[" + i + "]", elements.get(i), depth);
            }
        } else {
            problems.wrongType(path, "an array of " + attribute.type().name(), value);
            return;
        }
        if (rightType) {
            EnumCheck.check(attribute, parent, item, problems);
        }
    }

    private boolean value(OcsfAttribute attribute, String path, @Nullable Object value, int depth) {
        OcsfStructure object = schema.objectOf(attribute).orElse(null);
        if (value == null) {
            problems.wrongType(path, attribute.type().name(), null);
            return false;
        }
        if (object == null) {
            return ScalarCheck.check(attribute.type(), path, value, problems);
        }
        if (!(value instanceof Map<?, ?> item)) {
            problems.wrongType(path, object.name() + " (object)", value);
            return false;
        }
        object.deprecatedSince()
                .ifPresent(since -> problems.warning(
                        "object_deprecated", path, object.name() + " is deprecated since OCSF " + since));
        check(object, path, item, depth + 1);
        return true;
    }

    private void constraints(OcsfStructure structure, String path, Map<?, ?> item) {
        for (OcsfConstraint constraint : structure.constraints()) {
            int present = 0;
            for (String name : constraint.paths()) {
                present += isPresent(item, name) ? 1 : 0;
            }
            if (!constraint.kind().allows(present)) {
                String wanted = constraint.kind() == OcsfConstraint.Kind.JUST_ONE ? "just one of " : "at least one of ";
                problems.error(
                        "constraint_failed",
                        path,
                        structure.name() + " must have " + wanted + String.join(", ", constraint.paths()) + "; it has "
                                + present);
            }
        }
    }

    /** The attributes of a constraint may be dotted, as in {@code device.os.version} of the class patch_state. */
    private static boolean isPresent(Map<?, ?> item, String path) {
        Object value = item;
        for (String name : path.split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value != null;
    }
}
