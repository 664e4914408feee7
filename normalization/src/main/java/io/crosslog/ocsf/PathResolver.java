package io.crosslog.ocsf;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Follows paths through the schema, and says what may have been meant where there is none. */
final class PathResolver {

    private static final int MOST_DIGITS = 6;

    private final SchemaFacts schema;
    private final Collection<String> profiles;

    PathResolver(SchemaFacts schema, Collection<String> profiles) {
        this.schema = schema;
        this.profiles = profiles;
        for (String profile : profiles) {
            if (!schema.profiles().contains(profile)) {
                throw OcsfPathException.unknown(
                        "profile", profile, 0, "OCSF " + schema.version(), NearestNames.of(profile, schema.profiles()));
            }
        }
    }

    OcsfPath resolve(OcsfStructure start, String path) {
        List<OcsfPath.Step> steps = new ArrayList<>();
        OcsfStructure structure = start;
        int offset = 0;
        while (true) {
            int dot = path.indexOf('.', offset);
            String segment = path.substring(offset, dot < 0 ? path.length() : dot);
            OcsfPath.Step step = step(structure, path, segment, offset);
            steps.add(step);
            OcsfAttribute attribute = step.attribute();
            @Nullable OcsfStructure next = schema.objectOf(attribute).orElse(null);
            if (dot < 0) {
                Integer observable =
                        next == null ? null : next.observableTypeId().orElse(null);
                return new OcsfPath(path, steps, List.of(), observable);
            }
            offset = dot + 1;
            if (attribute.type().base() == OcsfType.Base.JSON || (next != null && next.isOpen())) {
                return new OcsfPath(path, steps, free(path, offset), null);
            }
            if (next == null) {
                throw new OcsfPathException(
                        "'" + path.substring(0, dot) + "' is of type "
                                + attribute.type().name() + " and has no attributes below it",
                        offset,
                        List.of());
            }
            structure = next;
        }
    }

    private OcsfPath.Step step(OcsfStructure structure, String path, String segment, int offset) {
        int bracket = segment.indexOf('[');
        String name = bracket < 0 ? segment : segment.substring(0, bracket);
        OcsfAttribute attribute = structure.attributes().get(name);
        if (attribute == null) {
            throw OcsfPathException.unknown(
                    "attribute", name, offset, describe(structure, path, offset), suggestions(structure, path, offset));
        }
        if (!attribute.isIn(profiles)) {
            throw new OcsfPathException(
                    "attribute '" + name + "' of " + describe(structure, path, offset) + " needs the profile "
                            + String.join(" or ", attribute.profiles()) + ", which is not listed"
                            + (profiles.isEmpty() ? "" : " beside " + String.join(", ", new TreeSet<>(profiles))),
                    offset,
                    List.of());
        }
        if (bracket < 0) {
            return new OcsfPath.Step(attribute, OcsfPath.Step.NONE);
        }
        if (!attribute.array()) {
            throw new OcsfPathException(
                    "attribute '" + name + "' of " + describe(structure, path, offset)
                            + " is not a list, so it takes no " + segment.substring(bracket),
                    offset + bracket,
                    List.of());
        }
        return new OcsfPath.Step(attribute, index(segment, bracket, offset));
    }

    private static int index(String segment, int bracket, int offset) {
        String inside = segment.endsWith("]") ? segment.substring(bracket + 1, segment.length() - 1) : "?";
        if (inside.isEmpty()) {
            return OcsfPath.Step.ANY;
        }
        boolean digits = inside.length() <= MOST_DIGITS && inside.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw new OcsfPathException(
                    "'" + segment.substring(bracket) + "' is no index; write [] or a number, as in [0]",
                    offset + bracket,
                    List.of());
        }
        return Integer.parseInt(inside);
    }

    private static List<String> free(String path, int offset) {
        List<String> keys = List.of(path.substring(offset).split("\\.", -1));
        if (keys.contains("")) {
            throw new OcsfPathException("'" + path + "' has an empty name in it", offset, List.of());
        }
        return keys;
    }

    private static String describe(OcsfStructure structure, String path, int offset) {
        return structure.name() + (offset == 0 ? "" : " (at '" + path.substring(0, offset - 1) + "')");
    }

    /** Names near the one that is missing, or the path whose dots were written as underscores. */
    private List<String> suggestions(OcsfStructure structure, String path, int offset) {
        String before = path.substring(0, offset);
        int dot = path.indexOf('.', offset);
        String segment = path.substring(offset, dot < 0 ? path.length() : dot);
        Optional<String> dotted = dotted(structure, segment);
        if (dotted.isPresent()) {
            return List.of(before + dotted.get());
        }
        List<String> names = structure.attributes().values().stream()
                .filter(a -> a.isIn(profiles))
                .map(OcsfAttribute::name)
                .toList();
        return NearestNames.of(segment, names).stream().map(before::concat).toList();
    }

    private Optional<String> dotted(OcsfStructure structure, String flat) {
        for (int i = flat.indexOf('_'); i > 0; i = flat.indexOf('_', i + 1)) {
            OcsfAttribute attribute = structure.attributes().get(flat.substring(0, i));
            Optional<OcsfStructure> object = attribute == null ? Optional.empty() : schema.objectOf(attribute);
            if (object.isPresent()) {
                String rest = flat.substring(i + 1);
                Optional<String> below =
                        object.get().attributes().containsKey(rest) ? Optional.of(rest) : dotted(object.get(), rest);
                if (below.isPresent()) {
                    return Optional.of(flat.substring(0, i) + "." + below.get());
                }
            }
        }
        return Optional.empty();
    }
}
