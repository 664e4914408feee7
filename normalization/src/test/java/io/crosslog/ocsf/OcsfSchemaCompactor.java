package io.crosslog.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes crosslog's compact form of an OCSF schema. Input is a compiled schema, plain or gzipped: what
 * {@code https://schema.ocsf.io/export/v2/schema} serves and {@code python -m ocsf_schema_compiler <dir>} prints. The
 * output is the same, byte for byte, for the same facts in any order. To take in the next version of OCSF:
 *
 * <pre>mvn -q -pl normalization -am -Pocsf-schema process-test-classes -Docsf.export=/path/to/ocsf-1.9.0.json.gz</pre>
 *
 * <p>The form is described in {@code docs/ocsf-schema.md}.
 */
public final class OcsfSchemaCompactor {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final JsonNode export;
    private final Map<ObjectNode, String> sharedEnums = new HashMap<>();
    private final ObjectNode dictionary = JSON.objectNode();

    OcsfSchemaCompactor(JsonNode export) {
        this.export = export;
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            throw new IllegalArgumentException(
                    "Usage: OcsfSchemaCompactor <schema export, .json or .json.gz> <output>");
        }
        String compact = new OcsfSchemaCompactor(readExport(Path.of(args[0]))).compact();
        Files.writeString(Path.of(args[1]), compact, StandardCharsets.UTF_8);
    }

    static JsonNode readExport(Path file) throws IOException {
        try (BufferedInputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
            raw.mark(2);
            boolean gzipped = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            try (InputStream in = gzipped ? new GZIPInputStream(raw) : raw) {
                return new ObjectMapper().readTree(in);
            }
        }
    }

    /** The compact form: JSON with one class, object, attribute or type to a line, so that versions can be compared. */
    String compact() {
        sorted(export.path("dictionary").path("attributes")).forEach((name, a) -> dictionary.set(name, general(a)));
        Map<ObjectNode, String> shared = findSharedEnums();
        sharedEnums.putAll(shared);
        ObjectNode enums = JSON.objectNode();
        shared.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(e -> enums.set(e.getValue(), e.getKey()));

        ObjectNode types = JSON.objectNode();
        sorted(export.path("dictionary").path("types").path("attributes"))
                .forEach((name, t) -> types.set(name, type(t)));
        ObjectNode objects = JSON.objectNode();
        sorted(export.path("objects")).forEach((name, o) -> objects.set(name, structure(name, o)));
        ObjectNode classes = JSON.objectNode();
        export.path("classes").properties().stream()
                .sorted(Comparator.comparingInt(e -> e.getValue().path("uid").asInt()))
                .forEach(e -> classes.set(e.getKey(), structure(e.getKey(), e.getValue())));
        String profiles = sorted(export.path("profiles")).keySet().stream()
                .map(name -> '"' + name + '"')
                .collect(Collectors.joining(",", "[", "]"));

        return "{\n\"format\":" + CompactSchemaReader.FORMAT + ",\n\"version\":" + export.path("version")
                + ",\n\"profiles\":"
                + profiles + ",\n" + section("types", types) + ",\n" + section("enums", enums) + ",\n"
                + section("dictionary", dictionary) + ",\n" + section("objects", objects) + ",\n"
                + section("classes", classes) + "\n}\n";
    }

    private static String section(String name, ObjectNode entries) {
        return entries.properties().stream()
                .map(e -> JSON.textNode(e.getKey()) + ":" + e.getValue())
                .collect(Collectors.joining(",\n", '"' + name + "\":{\n", "\n}"));
    }

    private static ObjectNode type(JsonNode type) {
        ObjectNode node = JSON.objectNode();
        copy(type, "type", node, "base");
        for (String key : new String[] {"regex", "range", "max_len", "observable"}) {
            copy(type, key, node, key);
        }
        return node;
    }

    /** The facts of an attribute that do not depend on where it is used. */
    private ObjectNode general(JsonNode attribute) {
        ObjectNode node = JSON.objectNode();
        if (attribute.has("object_type")) {
            copy(attribute, "object_type", node, "object");
        } else {
            copy(attribute, "type", node, "type");
        }
        if (attribute.path("is_array").asBoolean()) {
            node.put("array", true);
        }
        if (attribute.path("enum").size() > 0) {
            ObjectNode values = values(attribute.path("enum"));
            String name = sharedEnums.get(values);
            node.set("enum", name == null ? values : JSON.textNode(name));
        }
        copy(attribute, "sibling", node, "sibling");
        copy(attribute.path("@deprecated"), "since", node, "deprecated");
        copy(attribute, "observable", node, "observable");
        return node;
    }

    private static ObjectNode values(JsonNode values) {
        ObjectNode node = JSON.objectNode();
        Map<String, JsonNode> ordered = new TreeMap<>(
                Comparator.<String>comparingLong(key -> key.matches("\\d+") ? Long.parseLong(key) : Long.MAX_VALUE)
                        .thenComparing(Comparator.naturalOrder()));
        values.properties().forEach(e -> ordered.put(e.getKey(), e.getValue()));
        ordered.forEach((value, facts) -> {
            JsonNode since = facts.path("@deprecated").path("since");
            if (since.isMissingNode()) {
                node.set(value, facts.path("caption"));
            } else {
                node.set(value, JSON.arrayNode().add(facts.path("caption")).add(since));
            }
        });
        return node;
    }

    private ObjectNode structure(String name, JsonNode structure) {
        ObjectNode node = JSON.objectNode();
        copy(structure, "caption", node, "caption");
        if (structure.has("uid")) {
            JsonNode categoryUid = structure.path("category_uid");
            copy(structure, "uid", node, "uid");
            node.putArray("category")
                    .add(categoryUid)
                    .add(structure
                            .path("attributes")
                            .path("category_uid")
                            .path("enum")
                            .path(categoryUid.asText())
                            .path("caption"));
        }
        copy(structure, "extension", node, "extension");
        copy(structure.path("@deprecated"), "since", node, "deprecated");
        copy(structure, "observable", node, "observable");
        if (structure.path("profiles").size() > 0) {
            node.set("profiles", sortedTexts(structure.path("profiles")));
        }
        sorted(structure.path("constraints")).forEach((kind, paths) -> {
            if (!kind.equals("at_least_one") && !kind.equals("just_one")) {
                throw new IllegalArgumentException(name + " has a constraint of the new kind " + kind
                        + "; teach OcsfConstraint and the validator about it first");
            }
            node.set(kind, sortedTexts(paths));
        });
        ObjectNode attributes = node.putObject("attributes");
        sorted(structure.path("attributes")).forEach((key, a) -> attributes.set(key, use(key, a, structure)));
        return node;
    }

    /** How a structure uses an attribute: a word where it is the dictionary's own, else with what differs. */
    private JsonNode use(String name, JsonNode attribute, JsonNode structure) {
        String use = attribute.path("requirement").asText();
        if (attribute.path("profiles").size() > 0) {
            StringBuilder profiles = new StringBuilder();
            sortedTexts(attribute.path("profiles")).forEach(p -> profiles.append(profiles.isEmpty() ? " " : ",")
                    .append(p.asText()));
            use += profiles;
        }
        ObjectNode own = general(attribute);
        ObjectNode derived = derivedValues(name, structure);
        if (derived != null && derived.equals(values(attribute.path("enum")))) {
            own.put("enum", "derived");
        }
        ObjectNode base = (ObjectNode) dictionary.path(name);
        ObjectNode differing = JSON.objectNode();
        own.properties().forEach(e -> {
            if (!e.getValue().equals(base.get(e.getKey()))) {
                differing.set(e.getKey(), e.getValue());
            }
        });
        base.properties().forEach(e -> {
            if (!own.has(e.getKey())) {
                differing.putNull(e.getKey());
            }
        });
        if (differing.isEmpty()) {
            return JSON.textNode(use);
        }
        ObjectNode node = JSON.objectNode().put("use", use);
        node.setAll(differing);
        return node;
    }

    private static @Nullable ObjectNode derivedValues(String name, JsonNode structure) {
        if (!structure.has("uid")) {
            return null;
        }
        String caption = structure.path("caption").asText();
        ObjectNode node = JSON.objectNode();
        switch (name) {
            case "class_uid" -> node.put(structure.path("uid").asText(), caption);
            case "category_uid" -> {
                String uid = structure.path("category_uid").asText();
                node.set(
                        uid,
                        structure
                                .path("attributes")
                                .path(name)
                                .path("enum")
                                .path(uid)
                                .path("caption"));
            }
            case "type_uid" ->
                values(structure.path("attributes").path("activity_id").path("enum"))
                        .properties()
                        .forEach(e -> {
                            long uid = structure.path("uid").asLong() * 100 + Long.parseLong(e.getKey());
                            boolean plain = e.getValue().isTextual();
                            String text = caption + ": "
                                    + (plain ? e.getValue() : e.getValue().path(0)).asText();
                            node.set(
                                    Long.toString(uid),
                                    plain
                                            ? JSON.textNode(text)
                                            : JSON.arrayNode()
                                                    .add(text)
                                                    .add(e.getValue().path(1)));
                        });
            default -> {
                return null;
            }
        }
        return node;
    }

    /** Names the enums that classes and objects share but the dictionary does not have, such as {@code action_id.1}. */
    private Map<ObjectNode, String> findSharedEnums() {
        Map<String, Map<ObjectNode, Integer>> uses = new TreeMap<>();
        for (String kind : new String[] {"objects", "classes"}) {
            sorted(export.path(kind)).values().forEach(structure -> structure
                    .path("attributes")
                    .properties()
                    .forEach(e -> {
                        JsonNode values = e.getValue().path("enum");
                        boolean differs = !values(values)
                                .equals(dictionary.path(e.getKey()).path("enum"));
                        boolean derived = values(values).equals(derivedValues(e.getKey(), structure));
                        if (values.size() > 0 && differs && !derived) {
                            uses.computeIfAbsent(e.getKey(), key -> new LinkedHashMap<>())
                                    .merge(values(values), 1, Integer::sum);
                        }
                    }));
        }
        Map<ObjectNode, String> shared = new HashMap<>();
        uses.forEach((attribute, counts) -> counts.entrySet().stream()
                .filter(e -> e.getValue() > 1 && !shared.containsKey(e.getKey()))
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing(ObjectNode::toString))
                .toList()
                .forEach(values -> shared.put(
                        values,
                        attribute + "."
                                + (1
                                        + shared.values().stream()
                                                .filter(n -> n.startsWith(attribute + "."))
                                                .count()))));
        return shared;
    }

    private static void copy(JsonNode from, String key, ObjectNode to, String newKey) {
        if (from.hasNonNull(key)) {
            to.set(newKey, from.get(key));
        }
    }

    private static JsonNode sortedTexts(JsonNode array) {
        TreeSet<String> texts = new TreeSet<>();
        array.forEach(element -> texts.add(element.asText()));
        var node = JSON.arrayNode();
        texts.forEach(node::add);
        return node;
    }

    private static Map<String, JsonNode> sorted(JsonNode object) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        object.properties().forEach(e -> sorted.put(e.getKey(), e.getValue()));
        return sorted;
    }
}
