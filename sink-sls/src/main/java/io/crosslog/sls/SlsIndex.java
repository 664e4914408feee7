package io.crosslog.sls;

import io.crosslog.model.JsonWriter;
import io.crosslog.model.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * The index of a logstore whose logs have a given layout, as the body of the service's CreateIndex or UpdateIndex call, and
 * queries that it makes possible. It is made of the fields' names and types, wherever these come from.
 *
 * <pre>{@code
 * SlsIndex index = SlsIndex.builder(SlsLayout.flat())
 *         .field("src_endpoint.ip", SlsIndex.Type.TEXT)
 *         .field("http_response.code", SlsIndex.Type.LONG)
 *         .build();
 * Files.writeString(file, index.toJson());
 * }</pre>
 *
 * <p>Values are analysed up to 16,384 bytes, the most that the service allows, where its own default of 2,048 would hide the
 * rest of a request or a payload from detection. Text is split at the usual marks, without regard to case, Chinese text into
 * words.
 *
 * <p>Immutable and thread-safe.
 */
public final class SlsIndex {

    private static final int MAX_TEXT_LENGTH = 16_384;
    private static final List<String> WORD_MARKS = List.of(
            ",", " ", "'", "\"", ";", "=", "(", ")", "[", "]", "{", "}", "?", "@", "&", "<", ">", "/", ":", "\n", "\t",
            "\r");

    /** How a field is indexed. */
    public enum Type {
        /** Text, split into words; also for arrays, which are kept as JSON text. */
        TEXT,
        /** Whole numbers. */
        LONG,
        /** Fractions. */
        DOUBLE,
        /** An object kept as JSON text, all of whose texts are indexed. */
        JSON
    }

    private final Map<String, Key> keys;
    private final Map<String, String> queries;

    private SlsIndex(Builder builder) {
        keys = new LinkedHashMap<>(builder.keys);
        queries = SlsQueries.of(
                builder.layout,
                builder.columns(type -> type == Type.TEXT),
                builder.columns(type -> type == Type.LONG || type == Type.DOUBLE));
    }

    /**
     * Starts an index with the fields that crosslog adds to each log.
     *
     * @param layout the layout that the sink has
     * @return a builder
     */
    public static Builder builder(SlsLayout layout) {
        return new Builder(layout);
    }

    /** {@return the index as JSON, as CreateIndex takes it} */
    public String toJson() {
        JsonWriter out = new JsonWriter(4_096).beginObject();
        out.name("line").beginObject();
        writeText(out, WORD_MARKS);
        out.endObject();
        out.name("keys").beginObject();
        keys.forEach((name, key) -> {
            out.name(name);
            write(key, out);
        });
        out.endObject();
        out.name("max_text_len").number(MAX_TEXT_LENGTH);
        return out.name("log_reduce").bool(false).endObject().toString();
    }

    /**
     * Queries to begin with, of fields that the index has: duplicates, delay, the most frequent values, sums.
     *
     * @return titles and queries in the service's language, in order
     */
    public Map<String, String> exampleQueries() {
        return new LinkedHashMap<>(queries);
    }

    @Override
    public String toString() {
        return "index of " + keys.keySet();
    }

    private static void write(Key key, JsonWriter out) {
        out.beginObject().name("type").text(key.type.name().toLowerCase(Locale.ROOT));
        out.name("doc_value").bool(true);
        if (key.type == Type.TEXT || key.type == Type.JSON) {
            writeText(out, key.whole ? List.of() : WORD_MARKS);
        }
        if (key.type == Type.JSON) {
            out.name("index_all").bool(true).name("max_depth").number(-1);
            out.name("json_keys").beginObject();
            key.members.forEach((path, type) -> out.name(path)
                    .beginObject()
                    .name("type")
                    .text(type.name().toLowerCase(Locale.ROOT))
                    .name("doc_value")
                    .bool(true)
                    .endObject());
            out.endObject();
        }
        out.endObject();
    }

    private static void writeText(JsonWriter out, List<String> marks) {
        out.name("caseSensitive").bool(false).name("chn").bool(!marks.isEmpty());
        out.name("token").beginArray();
        marks.forEach(out::text);
        out.endArray();
    }

    /** A key of the index; {@code whole} values are not split into words. */
    private record Key(Type type, boolean whole, Map<String, Type> members) {
        Key(Type type, boolean whole) {
            this(type, whole, new LinkedHashMap<>());
        }
    }

    /** Builds a {@link SlsIndex}. Confined to one thread. */
    public static final class Builder {

        private final SlsLayout layout;
        private final Map<String, Key> keys = new LinkedHashMap<>();
        private final Map<String, Type> columns = new LinkedHashMap<>();

        private Builder(SlsLayout layout) {
            this.layout = Objects.requireNonNull(layout, "layout");
            layout.ownKeys().forEach(key -> keys.put(key, new Key(Type.TEXT, true)));
            keys.put(SlsLayout.TIME, new Key(Type.TEXT, true));
            keys.put(SlsLayout.NAMES, new Key(Type.JSON, false));
            keys.put(SlsLayout.CUTS, new Key(Type.JSON, false));
        }

        /**
         * Adds a field. In a layout that keeps its object as JSON text, it is indexed within that.
         *
         * @param path where it stands in the event, in the form that {@link Path#of(String)} takes, without indexes: an array
         *     is one text
         * @param type how it is indexed
         * @return this
         * @throws IllegalArgumentException if that is no path, or it has an index
         */
        public Builder field(String path, Type type) {
            List<Object> steps = Path.of(path).steps();
            if (steps.stream().anyMatch(step -> step instanceof Integer)) {
                throw new IllegalArgumentException(
                        "'" + path + "' goes into an array, which is one text in the logs of SLS;"
                                + " give the path of the array itself");
            }
            List<String> names = steps.stream().map(Object::toString).toList();
            int levels = layout.keepsJson(names.get(0)) ? 1 : Math.min(names.size(), layout.maxDepth());
            KeyTable table = new KeyTable(layout);
            Name name = table.top(names.get(0));
            int joined = 1;
            while (joined < levels && name.takesMembers) {
                name = member(table, name, names.get(joined++));
            }
            String key = name.key.text;
            if (joined == names.size()) {
                keys.compute(
                        key,
                        (k, known) -> type == Type.JSON && known != null && known.type == Type.JSON
                                ? known
                                : new Key(type, false));
                columns.put(key, type);
            } else {
                String member = String.join(".", names.subList(joined, names.size()));
                Key parent = keys.compute(
                        key,
                        (k, known) -> known != null && known.type == Type.JSON ? known : new Key(Type.JSON, false));
                parent.members.put(member, type == Type.JSON ? Type.TEXT : type);
                columns.put(key + "." + member, type);
            }
            return this;
        }

        /** {@return the index} */
        public SlsIndex build() {
            return new SlsIndex(this);
        }

        private List<String> columns(Predicate<Type> wanted) {
            return columns.entrySet().stream()
                    .filter(column -> wanted.test(column.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        private static Name member(KeyTable table, Name parent, String member) {
            JsonWriter json = new JsonWriter(member.length() + 8).text(member);
            return table.member(parent, json.buffer(), 1, json.size() - 2);
        }
    }
}
