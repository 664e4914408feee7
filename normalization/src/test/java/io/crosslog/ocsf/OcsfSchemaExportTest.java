package io.crosslog.ocsf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The compact form of the OCSF schema")
class OcsfSchemaExportTest {

    @Test
    @DisplayName("fits in the jar: under 150 kB when compressed")
    void isSmall() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(resource().getBytes(StandardCharsets.UTF_8));
        }
        assertThat(compressed.size()).isLessThan(150_000);
    }

    @Test
    @DisplayName("is what the program makes of a small export, and is read back whole")
    void roundTrip() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("small-export.json")) {
            JsonNode export = new ObjectMapper().readTree(in);
            String compact = new OcsfSchemaCompactor(export).compact();
            assertSame(export, new OcsfSchema(new CompactSchemaReader(new ObjectMapper().readTree(compact)).read()));
            assertThat(new OcsfSchemaCompactor(reversed(export)).compact())
                    .as("the order of the export does not matter")
                    .isEqualTo(compact);
        }
    }

    @Test
    @DisplayName("is written by the program out of a file, gzipped or not")
    void readsFiles(@TempDir Path folder) throws IOException {
        byte[] export;
        try (InputStream in = getClass().getResourceAsStream("small-export.json")) {
            export = in.readAllBytes();
        }
        Path plain = Files.write(folder.resolve("export.json"), export);
        Path gzipped = folder.resolve("export.json.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(gzipped))) {
            out.write(export);
        }
        Path one = folder.resolve("one.json");
        Path two = folder.resolve("two.json");
        OcsfSchemaCompactor.main(new String[] {plain.toString(), one.toString()});
        OcsfSchemaCompactor.main(new String[] {gzipped.toString(), two.toString()});
        assertThat(one).hasSameTextualContentAs(two).content().contains("\"version\":\"9.9.9\"");
        assertThatThrownBy(() -> OcsfSchemaCompactor.main(new String[] {"one"})).hasMessageContaining("Usage");
    }

    @Test
    @DisplayName("refuses a constraint of a kind that nothing here would check")
    void refusesNewConstraints() throws IOException {
        JsonNode export = new ObjectMapper().readTree("""
                {"objects": {"thing": {"caption": "Thing", "constraints": {"all_or_none": ["a", "b"]}}}}
                """);
        assertThatThrownBy(() -> new OcsfSchemaCompactor(export).compact()).hasMessageContaining("all_or_none");
    }

    @Test
    @DisplayName("equals the full export, when -Docsf.export names one")
    void equalsExport() throws IOException {
        String file = System.getProperty("ocsf.export");
        Assumptions.assumeTrue(file != null, "no -Docsf.export=<file>");
        JsonNode export = OcsfSchemaCompactor.readExport(Path.of(file));
        assertThat(new OcsfSchemaCompactor(export).compact()).isEqualTo(resource());
        assertThat(new OcsfSchemaCompactor(reversed(export)).compact()).isEqualTo(resource());
        assertSame(export, OcsfSchema.bundled());
    }

    private static String resource() throws IOException {
        try (InputStream in = OcsfSchema.class.getResourceAsStream("ocsf-schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertSame(JsonNode export, OcsfSchema schema) {
        assertThat(schema.version()).isEqualTo(export.path("version").asText());
        assertThat(schema.profiles()).isEqualTo(keys(export.path("profiles")));
        assertThat(schema.objects().keySet()).isEqualTo(keys(export.path("objects")));
        assertThat(schema.dictionary().keySet())
                .isEqualTo(keys(export.path("dictionary").path("attributes")));
        assertThat(schema.classes()).hasSize(export.path("classes").size());
        export.path("dictionary").path("attributes").properties().forEach(e -> assertThat(
                        facts(schema.dictionary().get(e.getKey())))
                .as("dictionary " + e.getKey())
                .isEqualTo(facts(e.getValue())));
        export.path("dictionary")
                .path("types")
                .path("attributes")
                .properties()
                .forEach(e -> assertType(schema.types().get(e.getKey()), e.getKey(), e.getValue()));
        export.path("objects")
                .properties()
                .forEach(e -> assertStructure(schema.findObject(e.getKey()).orElseThrow(), e.getValue()));
        export.path("classes").properties().forEach(e -> {
            OcsfClass found = schema.findClass(e.getKey()).orElseThrow();
            assertThat(found)
                    .isSameAs(
                            schema.findClass(e.getValue().path("uid").asLong()).orElseThrow());
            assertThat(found.categoryUid())
                    .isEqualTo(e.getValue().path("category_uid").asInt());
            if (e.getValue().has("category_name")) {
                assertThat(found.categoryName())
                        .isEqualTo(e.getValue().path("category_name").asText());
            }
            assertStructure(found.structure(), e.getValue());
        });
    }

    private static void assertType(OcsfType type, String name, JsonNode export) {
        assertThat(type.base().typeName()).isEqualTo(export.path("type").asText(name));
        assertThat(type.regex() == null ? null : type.regex().pattern()).isEqualTo(text(export, "regex"));
        assertThat(type.maxLength()).isEqualTo(number(export, "max_len"));
        assertThat(type.observableTypeId()).isEqualTo(number(export, "observable"));
        assertThat(type.range())
                .isEqualTo(
                        export.has("range")
                                ? new OcsfType.Range(
                                        export.path("range").path(0).asLong(),
                                        export.path("range").path(1).asLong())
                                : null);
    }

    private static void assertStructure(OcsfStructure structure, JsonNode export) {
        String name = structure.name();
        assertThat(name).isEqualTo(export.path("name").asText());
        assertThat(structure.caption())
                .as(name)
                .isEqualTo(export.path("caption").asText());
        assertThat(structure.deprecatedSince().orElse(null))
                .as(name)
                .isEqualTo(text(export.path("@deprecated"), "since"));
        assertThat(structure.extension().orElse(null)).as(name).isEqualTo(text(export, "extension"));
        assertThat(structure.observableTypeId().orElse(null)).as(name).isEqualTo(number(export, "observable"));
        assertThat(structure.profiles()).as(name).isEqualTo(texts(export.path("profiles")));
        Map<String, Set<String>> constraints = new TreeMap<>();
        structure
                .constraints()
                .forEach(c -> constraints.put(
                        c.kind() == OcsfConstraint.Kind.JUST_ONE ? "just_one" : "at_least_one",
                        new TreeSet<>(c.paths())));
        Map<String, Set<String>> expected = new TreeMap<>();
        export.path("constraints").properties().forEach(e -> expected.put(e.getKey(), texts(e.getValue())));
        assertThat(constraints).as(name).isEqualTo(expected);

        assertThat(structure.attributes().keySet()).as(name).isEqualTo(keys(export.path("attributes")));
        export.path("attributes").properties().forEach(e -> {
            OcsfAttribute attribute = structure.attributes().get(e.getKey());
            assertThat(facts(attribute)).as(name + "." + e.getKey()).isEqualTo(facts(e.getValue()));
            assertThat(attribute.requirement().name().toLowerCase(Locale.ROOT))
                    .as(name + "." + e.getKey())
                    .isEqualTo(e.getValue().path("requirement").asText());
            assertThat(attribute.profiles())
                    .as(name + "." + e.getKey())
                    .isEqualTo(texts(e.getValue().path("profiles")));
        });
    }

    private static List<Object> facts(OcsfAttribute a) {
        Map<String, String> deprecated = new TreeMap<>();
        Map<String, String> captions = new TreeMap<>();
        if (a.values() != null) {
            captions.putAll(a.values().captions());
            captions.keySet().forEach(v -> a.values().deprecatedSince(v).ifPresent(s -> deprecated.put(v, s)));
        }
        return facts(
                a.type().name(),
                a.objectName(),
                a.array(),
                captions,
                deprecated,
                a.sibling(),
                a.deprecatedSince(),
                a.observableTypeId());
    }

    private static List<Object> facts(JsonNode a) {
        Map<String, String> deprecated = new TreeMap<>();
        Map<String, String> captions = new TreeMap<>();
        a.path("enum").properties().forEach(e -> {
            captions.put(e.getKey(), e.getValue().path("caption").asText());
            if (e.getValue().has("@deprecated")) {
                deprecated.put(e.getKey(), text(e.getValue().path("@deprecated"), "since"));
            }
        });
        return facts(
                a.path("type").asText(),
                text(a, "object_type"),
                a.path("is_array").asBoolean(),
                captions,
                deprecated,
                text(a, "sibling"),
                text(a.path("@deprecated"), "since"),
                number(a, "observable"));
    }

    private static List<Object> facts(Object... facts) {
        return new ArrayList<>(Arrays.asList(facts));
    }

    private static Set<String> keys(JsonNode object) {
        Set<String> keys = new TreeSet<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(e -> texts.add(e.asText()));
        return texts;
    }

    private static String text(JsonNode node, String key) {
        return node.hasNonNull(key) ? node.get(key).asText() : null;
    }

    private static Integer number(JsonNode node, String key) {
        return node.hasNonNull(key) ? node.get(key).asInt() : null;
    }

    /** The same export with the members of every object in reverse. */
    private static JsonNode reversed(JsonNode node) {
        if (!node.isObject()) {
            return node;
        }
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(node.properties());
        Collections.reverse(members);
        Map<String, JsonNode> reversed = new LinkedHashMap<>();
        members.forEach(e -> reversed.put(e.getKey(), reversed(e.getValue())));
        ObjectNode result = new ObjectMapper().createObjectNode();
        result.setAll(reversed);
        return result;
    }
}
