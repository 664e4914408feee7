package io.crosslog.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads crosslog's compact form of the schema, which {@code docs/ocsf-schema.md} describes. An attribute of a class or
 * object says only where it differs from the dictionary's attribute of the same name.
 */
final class CompactSchemaReader {

    static final int FORMAT = 1;

    private final JsonNode root;
    private final Map<String, OcsfType> types = new TreeMap<>();
    private final Map<String, OcsfEnum> sharedEnums = new HashMap<>();
    private final Map<String, JsonNode> dictionary = new TreeMap<>();

    CompactSchemaReader(JsonNode root) {
        this.root = root;
    }

    SchemaFacts read() {
        int format = root.path("format").asInt();
        if (format != FORMAT) {
            throw new IllegalStateException(
                    "OCSF schema resource has format " + format + ", but this version of crosslog reads " + FORMAT);
        }
        for (OcsfType.Base base : OcsfType.Base.values()) {
            types.put(base.typeName(), new OcsfType(base.typeName(), base, null, null, null, null));
        }
        root.path("types").properties().forEach(e -> types.put(e.getKey(), type(e.getKey(), e.getValue())));
        root.path("enums").properties().forEach(e -> sharedEnums.put(e.getKey(), inlineEnum(e.getValue())));
        Map<String, OcsfAttribute> plain = new TreeMap<>();
        root.path("dictionary").properties().forEach(e -> dictionary.put(e.getKey(), e.getValue()));
        dictionary.forEach((name, node) -> plain.put(name, attribute(name, node, null)));

        Map<String, OcsfStructure> objects = new TreeMap<>();
        root.path("objects")
                .properties()
                .forEach(e -> objects.put(e.getKey(), structure(e.getKey(), e.getValue(), null)));
        List<OcsfClass> classes = new ArrayList<>();
        root.path("classes").properties().forEach(e -> classes.add(eventClass(e.getKey(), e.getValue())));
        return new SchemaFacts(
                root.path("version").asText(),
                new TreeSet<>(texts(root.path("profiles"))),
                types,
                plain,
                objects,
                classes);
    }

    private OcsfType type(String name, JsonNode node) {
        JsonNode range = node.get("range");
        JsonNode regex = node.get("regex");
        return new OcsfType(
                name,
                base(node.path("base").asText(name)),
                regex == null ? null : Pattern.compile(regex.asText()),
                range == null
                        ? null
                        : new OcsfType.Range(range.get(0).asLong(), range.get(1).asLong()),
                integer(node.get("max_len")),
                integer(node.get("observable")));
    }

    private static OcsfType.Base base(String typeName) {
        for (OcsfType.Base base : OcsfType.Base.values()) {
            if (base.typeName().equals(typeName)) {
                return base;
            }
        }
        throw new IllegalStateException("OCSF schema resource names the unknown base type " + typeName);
    }

    private OcsfClass eventClass(String name, JsonNode node) {
        JsonNode category = node.path("category");
        JsonNode activity = node.path("attributes").path("activity_id");
        Derived derived = new Derived(
                node.path("uid").asInt(),
                node.path("caption").asText(),
                category.path(0).asInt(),
                category.path(1).asText(),
                values("activity_id", field("enum", activity, dictionary.getOrDefault("activity_id", activity)), null));
        return new OcsfClass(
                derived.uid(), derived.categoryUid(), derived.categoryName(), structure(name, node, derived));
    }

    private OcsfStructure structure(String name, JsonNode node, @Nullable Derived derived) {
        Map<String, OcsfAttribute> attributes = new TreeMap<>();
        node.path("attributes")
                .properties()
                .forEach(e -> attributes.put(e.getKey(), attribute(e.getKey(), e.getValue(), derived)));
        List<OcsfConstraint> constraints = new ArrayList<>();
        for (OcsfConstraint.Kind kind : OcsfConstraint.Kind.values()) {
            JsonNode paths = node.get(kind.name().toLowerCase(Locale.ROOT));
            if (paths != null) {
                constraints.add(new OcsfConstraint(kind, List.copyOf(texts(paths))));
            }
        }
        return new OcsfStructure(
                name,
                node.path("caption").asText(),
                attributes,
                constraints,
                new TreeSet<>(texts(node.path("profiles"))),
                text(node.get("extension")),
                text(node.get("deprecated")),
                integer(node.get("observable")));
    }

    /** Reads one attribute: a word for its requirement and its profiles, or an object that overrides the dictionary. */
    private OcsfAttribute attribute(String name, JsonNode own, @Nullable Derived derived) {
        JsonNode general = dictionary.getOrDefault(name, own);
        String[] use = (own.isTextual() ? own.asText() : own.path("use").asText("optional")).split(" ", 2);
        String object = text(field("object", own, general));
        String typeName =
                object != null ? "object_t" : field("type", own, general).asText();
        OcsfType type = types.get(typeName);
        if (type == null) {
            throw new IllegalStateException("OCSF schema resource gives " + name + " the unknown type " + typeName);
        }
        return new OcsfAttribute(
                name,
                type,
                object,
                field("array", own, general).asBoolean(),
                OcsfRequirement.valueOf(use[0].toUpperCase(Locale.ROOT)),
                use.length == 1 ? Set.of() : Set.of(use[1].split(",", -1)),
                values(name, field("enum", own, general), derived),
                text(field("sibling", own, general)),
                text(field("deprecated", own, general)),
                integer(field("observable", own, general)));
    }

    private static JsonNode field(String key, JsonNode own, JsonNode general) {
        return own.has(key) ? own.path(key) : general.path(key);
    }

    private @Nullable OcsfEnum values(String name, JsonNode node, @Nullable Derived derived) {
        if (node.isObject()) {
            return inlineEnum(node);
        }
        if (!node.isTextual()) {
            return null;
        }
        if (node.asText().equals("derived") && derived != null) {
            return derived.values(name);
        }
        OcsfEnum shared = sharedEnums.get(node.asText());
        if (shared == null) {
            throw new IllegalStateException("OCSF schema resource gives " + name + " the unknown enum " + node);
        }
        return shared;
    }

    private static OcsfEnum inlineEnum(JsonNode node) {
        Map<String, String> captions = new LinkedHashMap<>();
        Map<String, String> deprecated = new HashMap<>();
        node.properties().forEach(e -> {
            JsonNode value = e.getValue();
            captions.put(e.getKey(), value.isArray() ? value.path(0).asText() : value.asText());
            if (value.isArray()) {
                deprecated.put(e.getKey(), value.path(1).asText());
            }
        });
        return new OcsfEnum(captions, deprecated);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null || !node.isTextual() ? null : node.asText();
    }

    private static @Nullable Integer integer(@Nullable JsonNode node) {
        return node == null || !node.isInt() ? null : node.asInt();
    }

    /** What a class's {@code class_uid}, {@code category_uid} and {@code type_uid} may be: it follows from the class. */
    private record Derived(
            int uid,
            String caption,
            int categoryUid,
            String categoryName,
            @Nullable OcsfEnum activities) {

        OcsfEnum values(String attribute) {
            return switch (attribute) {
                case "class_uid" -> new OcsfEnum(Map.of(Integer.toString(uid), caption), Map.of());
                case "category_uid" -> new OcsfEnum(Map.of(Integer.toString(categoryUid), categoryName), Map.of());
                case "type_uid" -> typeUids();
                default ->
                    throw new IllegalStateException(
                            "OCSF schema resource derives the enum of " + attribute + ", which no rule is known for");
            };
        }

        private OcsfEnum typeUids() {
            Map<String, String> captions = new LinkedHashMap<>();
            Map<String, String> deprecated = new HashMap<>();
            if (activities != null) {
                activities.captions().forEach((activity, activityCaption) -> {
                    String typeUid = Long.toString(uid * 100L + Long.parseLong(activity));
                    captions.put(typeUid, caption + ": " + activityCaption);
                    activities.deprecatedSince(activity).ifPresent(since -> deprecated.put(typeUid, since));
                });
            }
            return new OcsfEnum(captions, deprecated);
        }
    }
}
