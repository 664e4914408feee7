package io.crosslog.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crosslog.model.LogEvent;
import io.crosslog.model.Origin;
import io.crosslog.model.RawRecord;
import io.crosslog.parse.ParsedRecord;
import io.crosslog.parse.ParserBugException;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.Normalizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tests a parser against golden files: raw records in, expected results out, with no server.
 *
 * <p>A directory holds pairs of files: {@code name.raw} is one record, {@code name.lines} is one record a line, and
 * {@code name.golden.json} beside it is what is expected of them: events, rejections and counts as readable JSON. If there is a
 * {@code name.attributes.json}, an object of texts, it is what the source says of each of the records, such as its topic. The
 * version of crosslog in {@code metadata.transformation_info_list} reads {@code any}, so that a release changes no file. In a JUnit
 * test:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> golden() {
 *     return GoldenFiles.in(Path.of("src/test/resources/golden"), decoder, normalizer).stream()
 *             .map(golden -> DynamicTest.dynamicTest(golden.name(), golden::check));
 * }
 * }</pre>
 *
 * <p>Run the tests with {@code -Dcrosslog.golden=rewrite} to write the expectations anew, and read what changed before it is
 * committed. Safe for concurrent calls.
 */
public final class GoldenFiles {

    /** The system property that, set to {@code rewrite}, has expectations written instead of checked. */
    public static final String REWRITE = "crosslog.golden";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final Origin.Prefix ORIGIN = Origin.prefix("test", "test:");

    private GoldenFiles() {}

    /**
     * The golden files of a directory.
     *
     * @param directory where they are
     * @param decoder makes events of records
     * @param normalizer translates them
     * @return one golden test for each input file, by name
     * @throws IllegalArgumentException if there is no input file
     */
    public static List<Golden> in(Path directory, Decoder decoder, Normalizer normalizer) {
        List<Golden> golden = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                String name = Objects.requireNonNull(file.getFileName()).toString();
                if (name.endsWith(".raw") || name.endsWith(".lines")) {
                    golden.add(new Golden(file, decoder, normalizer));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the golden files in " + directory + " cannot be listed", e);
        }
        if (golden.isEmpty()) {
            throw new IllegalArgumentException("no *.raw and no *.lines in " + directory.toAbsolutePath());
        }
        return golden;
    }

    /**
     * Whether a changed normalizer makes anything else of the inputs than what is expected: what says that a change of a
     * rule would be noticed. Files without an expectation notice nothing.
     *
     * @param golden the golden files, at least one; the one that has noticed something last is asked first
     * @param changed the changed normalizer
     * @return whether one of the files notices
     */
    public static boolean notice(Collection<Golden> golden, Normalizer changed) {
        Golden first = Collections.max(golden, Comparator.comparingLong(file -> file.noticed));
        return first.notices(changed) || golden.stream().anyMatch(file -> file != first && file.notices(changed));
    }

    /** One input file and what is expected of it. Safe for concurrent calls. */
    public static final class Golden {

        private final Path input;
        private final Decoder decoder;
        private final Normalizer normalizer;
        private volatile long noticed = Long.MIN_VALUE;
        private volatile @Nullable JsonNode expected;

        private Golden(Path input, Decoder decoder, Normalizer normalizer) {
            this.input = input;
            this.decoder = Objects.requireNonNull(decoder, "decoder");
            this.normalizer = Objects.requireNonNull(normalizer, "normalizer");
        }

        /** {@return the name of the input file} */
        public String name() {
            return Objects.requireNonNull(input.getFileName()).toString();
        }

        /** {@return where the expectation is} */
        public Path expectation() {
            return beside(".golden.json");
        }

        /** {@return what comes of the input now} */
        public Parsed parse() {
            try {
                byte[] bytes = Files.readAllBytes(input);
                Map<String, String> attributes = attributes();
                List<RawRecord> records = new ArrayList<>();
                for (byte[] record : name().endsWith(".lines") ? lines(bytes) : new byte[][] {bytes}) {
                    records.add(RawRecord.builder(ORIGIN.at(records.size()), Parsers.ARRIVAL)
                            .bytes(record)
                            .attributes(attributes)
                            .build());
                }
                return Parsers.parse(decoder, normalizer, records);
            } catch (IOException e) {
                throw new UncheckedIOException("the golden input " + input + " cannot be read", e);
            }
        }

        private Map<String, String> attributes() throws IOException {
            Path file = beside(".attributes.json");
            return Files.exists(file) ? JSON.readValue(Files.readString(file), TEXTS) : Map.of();
        }

        private Path beside(String ending) {
            String name = name();
            return input.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ending);
        }

        private boolean notices(Normalizer changed) {
            boolean notices = differs(changed);
            if (notices) {
                noticed = System.nanoTime();
            }
            return notices;
        }

        private boolean differs(Normalizer changed) {
            JsonNode wanted = expected;
            try {
                if (wanted == null && Files.exists(expectation())) {
                    wanted = JSON.readTree(Files.readString(expectation()));
                    expected = wanted;
                }
                if (wanted == null) {
                    return false;
                }
                JsonNode made = render(new Golden(input, decoder, changed).parse());
                // Written and read again, so that numbers are of the same types.
                return !wanted.equals(JSON.readTree(JSON.writeValueAsString(made)));
            } catch (IOException e) {
                throw new UncheckedIOException("the golden file " + expectation() + " cannot be read", e);
            } catch (ParserBugException e) {
                return true;
            }
        }

        /**
         * Compares what comes of the input with what is expected, or writes the expectation if {@link #REWRITE} says so.
         *
         * @throws AssertionError if they differ, or if there is no expectation
         */
        public void check() {
            JsonNode actual = render(parse());
            Path file = expectation();
            try {
                String text = JSON.writeValueAsString(actual) + "\n";
                if ("rewrite".equals(System.getProperty(REWRITE))) {
                    Files.writeString(file, text);
                    return;
                }
                if (!Files.exists(file)) {
                    throw new AssertionError(
                            "there is no " + file + "; run with -D" + REWRITE + "=rewrite to write it");
                }
                String expected = Files.readString(file);
                // Both as trees first, so that white space in the file is nobody's business.
                if (!JSON.readTree(expected).equals(JSON.readTree(text))) {
                    throw new AssertionError(
                            firstDifference(file, JSON.writeValueAsString(JSON.readTree(expected)), text.strip()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the golden file " + file + " cannot be read or written", e);
            }
        }

        private static byte[][] lines(byte[] bytes) {
            List<byte[]> lines = new ArrayList<>();
            int from = 0;
            for (int i = 0; i <= bytes.length; i++) {
                if (i == bytes.length || bytes[i] == '\n') {
                    if (i > from) {
                        lines.add(Arrays.copyOfRange(bytes, from, i));
                    }
                    from = i + 1;
                }
            }
            return lines.toArray(new byte[0][]);
        }

        private static JsonNode render(Parsed parsed) {
            ArrayNode records = JSON.createArrayNode();
            for (ParsedRecord record : parsed.records()) {
                ObjectNode node = records.addObject();
                ArrayNode events = node.putArray("events");
                record.events().forEach(event -> events.add(tree(event)));
                if (!record.rejected().isEmpty()) {
                    ArrayNode rejected = node.putArray("rejected");
                    record.rejected().forEach(r -> rejected.addObject()
                            .put("index", r.index())
                            .put("stage", r.stage().name())
                            .put("reason", r.reason())
                            .put("raw", new String(r.bytes(), StandardCharsets.UTF_8)));
                }
                if (!record.filtered().isEmpty()) {
                    record.filtered().forEach(node.putArray("filtered")::add);
                }
                if (!record.counted().isEmpty()) {
                    record.counted().forEach(node.putArray("counted")::add);
                }
            }
            return records;
        }

        private static JsonNode tree(LogEvent event) {
            ObjectNode node = JSON.createObjectNode();
            event.time().ifPresent(time -> node.put("time", time.toString()));
            try {
                JsonNode fields = JSON.readTree(event.toJson());
                forgetVersion(fields);
                return node.set("fields", fields);
            } catch (JsonProcessingException e) {
                throw new AssertionError("event " + event + " is not valid JSON", e);
            }
        }

        /** The mapper's version is another one with each release, and nothing that a mapping decides. */
        private static void forgetVersion(JsonNode fields) {
            for (JsonNode info : fields.path("metadata").path("transformation_info_list")) {
                if (info.path("product") instanceof ObjectNode product
                        && product.path("name").asText().equals("crosslog")
                        && product.has("version")) {
                    product.put("version", "any");
                }
            }
        }

        private static String firstDifference(Path file, String expected, String actual) {
            String[] want = expected.split("\n", -1);
            String[] got = actual.split("\n", -1);
            int i = 0;
            while (i < want.length && i < got.length && want[i].equals(got[i])) {
                i++;
            }
            return file + " differs first at line " + (i + 1) + "\nexpected: "
                    + (i < want.length ? want[i].strip() : "(the end)") + "\nbut was:  "
                    + (i < got.length ? got[i].strip() : "(the end)") + "\nall of what came:\n" + actual
                    + "\nrun with -D" + REWRITE + "=rewrite to accept it";
        }
    }
}
