package io.crosslog.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whatever is put into drafts of whatever class, what comes out is valid, and nothing that went in is lost unsaid. */
@DisplayName("Random drafts")
class OcsfDraftRandomTest {

    private static final int ROUNDS = 12_000;
    private static final int DEEPEST = 4;

    private final OcsfSchema schema = OcsfSchema.bundled();
    private final OcsfValidator validator = OcsfValidator.of(schema);
    private final Random random = new Random(20_260_101);
    private int serial;

    @Test
    @DisplayName("complete to valid events or say what is missing, and lose nothing")
    void areValid() {
        int valid = 0;
        Set<String> classes = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            OcsfClass eventClass =
                    schema.classes().get(random.nextInt(schema.classes().size()));
            if (isValid(eventClass)) {
                valid++;
                classes.add(eventClass.name());
            }
        }
        assertThat(valid).as("events that came out").isGreaterThan(ROUNDS / 2);
        assertThat(classes).as("classes that came out").hasSizeGreaterThan(80);
    }

    private boolean isValid(OcsfClass eventClass) {
        List<String> profiles = new ArrayList<>(eventClass.structure().profiles());
        profiles.removeIf(profile -> random.nextInt(3) > 0);
        OcsfEventPlan plan = OcsfEventPlan.builder(schema, eventClass.name())
                .profiles(profiles)
                .build();
        OcsfDraft draft = plan.newDraft();
        Map<String, Object> kept = new HashMap<>();
        List<String> script = new ArrayList<>();
        put(plan, draft, "time", Instant.ofEpochMilli(random.nextInt()), kept, script);
        put(plan, draft, "metadata.product.name", "product", kept, script);
        if (random.nextInt(4) > 0) {
            require(plan, draft, eventClass.structure(), "", kept, script, 0);
        }
        int puts = random.nextInt(25);
        for (int i = 0; i < puts; i++) {
            Target target = target(eventClass.structure(), profiles);
            if (target != null) {
                put(plan, draft, target.path, value(target.attribute), kept, script);
            }
        }
        Set<String> given = new HashSet<>();
        Map<String, Object> event;
        try {
            event = draft.complete((path, value, origin, reason) -> given.add((String) origin));
        } catch (OcsfIncompleteException e) {
            assertThat(e.faults()).isNotEmpty();
            return false;
        }
        OcsfReport report = validator.validate(event);
        assertThat(report.errors())
                .as("%s %s%n%s%n%s", eventClass, profiles, String.join("\n", script), event)
                .isEmpty();
        String text = event.toString();
        kept.forEach((origin, value) -> assertThat(given.contains(origin) || text.contains(value.toString()))
                .as("%s is in the event or was given back:%n%s%n%s", value, String.join("\n", script), text)
                .isTrue());
        return true;
    }

    private void put(
            OcsfEventPlan plan,
            OcsfDraft draft,
            String path,
            Object value,
            Map<String, Object> kept,
            List<String> script) {
        String origin = "o" + serial++;
        script.add(path + " = " + value);
        boolean whole = draft.put(plan.slot(path), value, origin);
        if (whole && value instanceof String text && text.startsWith("unique")) {
            kept.put(origin, value);
        }
    }

    /** Puts something at all that is required or named by a constraint, so that many events are complete. */
    private void require(
            OcsfEventPlan plan,
            OcsfDraft draft,
            OcsfStructure structure,
            String path,
            Map<String, Object> kept,
            List<String> script,
            int depth) {
        Set<String> wanted = new HashSet<>();
        structure
                .constraints()
                .forEach(c -> wanted.add(c.paths().get(random.nextInt(c.paths().size()))));
        structure.attributes().values().stream()
                .filter(OcsfAttribute::isRequired)
                .forEach(a -> wanted.add(a.name()));
        for (String name : wanted) {
            OcsfAttribute attribute = structure.attributes().get(name);
            if (attribute == null || !attribute.isIn(plan.profiles()) || isComputed(join(path, name))) {
                continue;
            }
            OcsfStructure object = schema.objectOf(attribute).orElse(null);
            if (object == null || object.isOpen()) {
                put(plan, draft, join(path, name), good(attribute), kept, script);
            } else if (depth < DEEPEST) {
                require(plan, draft, object, join(path, name), kept, script, depth + 1);
            }
        }
    }

    private record Target(String path, OcsfAttribute attribute) {}

    private Target target(OcsfStructure root, List<String> profiles) {
        OcsfStructure structure = root;
        String path = "";
        for (int depth = 0; depth <= DEEPEST; depth++) {
            List<OcsfAttribute> attributes =
                    new ArrayList<>(structure.attributes().values());
            attributes.removeIf(a -> !a.isIn(profiles));
            OcsfAttribute attribute = attributes.get(random.nextInt(attributes.size()));
            path = join(path, attribute.name());
            if (isComputed(path)) {
                return null;
            }
            OcsfStructure object = schema.objectOf(attribute).orElse(null);
            if (object == null || object.isOpen()) {
                return new Target(path, attribute);
            }
            if (attribute.array() && random.nextBoolean()) {
                path += random.nextBoolean() ? "[]" : "[" + random.nextInt(3) + "]";
            }
            structure = object;
        }
        return null;
    }

    private static boolean isComputed(String path) {
        return Set.of("class_uid", "class_name", "category_uid", "category_name", "type_uid", "type_name")
                        .contains(path)
                || path.equals("metadata.version")
                || path.equals("metadata.profiles")
                || path.startsWith("observables");
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private Object value(OcsfAttribute attribute) {
        return switch (random.nextInt(6)) {
            case 0 -> junk();
            case 1 -> List.of(good(attribute), good(attribute));
            case 2 -> "unique" + serial;
            default -> good(attribute);
        };
    }

    private Object junk() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("k", null);
        List<Object> junk = Arrays.asList(
                null,
                "",
                " ",
                -1,
                99,
                1e300,
                Double.NaN,
                true,
                map,
                List.of(),
                Arrays.asList(null, "x"),
                "\0",
                Long.MIN_VALUE);
        return junk.get(random.nextInt(junk.size()));
    }

    private Object good(OcsfAttribute attribute) {
        if (attribute.values() != null && random.nextInt(5) > 0) {
            List<String> values = List.copyOf(attribute.values().captions().keySet());
            String value = values.get(random.nextInt(values.size()));
            return random.nextBoolean()
                    ? value
                    : attribute.values().caption(value).orElseThrow();
        }
        return switch (attribute.type().name()) {
            case "ip_t" -> "192.0.2." + random.nextInt(256);
            case "mac_t" -> "001122334455";
            case "email_t" -> "a" + serial + "@example.com";
            case "uuid_t" -> new UUID(random.nextLong(), random.nextLong()).toString();
            case "datetime_t" -> Instant.ofEpochSecond(random.nextInt());
            case "bytestring_t" -> new byte[] {1, 2, 3};
            default ->
                switch (attribute.type().base()) {
                    case STRING -> "unique" + serial;
                    case INTEGER, LONG -> random.nextInt(70_000);
                    case FLOAT -> random.nextDouble();
                    case BOOLEAN -> random.nextBoolean();
                    case JSON, OBJECT -> Map.of("any", List.of(1, "unique" + serial));
                };
        };
    }
}
