package io.crosslog.sls;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * How an event becomes the keys and values of one log of SLS, whose values are all text.
 *
 * <p>{@link #topLevel()} makes one key of each top-level field and keeps objects and arrays as JSON text; {@link #flat()}
 * goes down into objects and joins the names by underscores ({@code src_endpoint_ip}). Text is written without its JSON
 * escapes, numbers and booleans as they stand. Names that SLS does not allow become keys that it does; the field
 * {@code crosslog_names} then holds, as JSON, the original name for each such key. By default every log also has
 * {@code crosslog_id} ({@link io.crosslog.model.LogEvent#id()}, by which duplicates are recognised),
 * {@code crosslog_arrival} (ISO 8601, UTC) and {@code crosslog_origin}; and an explicit null is an empty text.
 *
 * <p>Immutable and thread-safe.
 */
public final class SlsLayout {

    /** Holds the original names of renamed keys, as a JSON object. */
    static final String NAMES = "crosslog_names";

    /** Holds the original sizes of values that were cut, as a JSON object. */
    static final String CUTS = "crosslog_cut";

    /** Holds the time that the log would have, if that was outside what the service takes. */
    static final String TIME = "crosslog_time";

    private static final int DEFAULT_DEPTH = 16;

    /** What an explicit null becomes. */
    public enum Nulls {
        /** A key with an empty text; the default. */
        EMPTY,
        /** Nothing: the key is left out. */
        OMIT,
        /** A key with the text {@code null}. */
        LITERAL
    }

    private final boolean flat;
    private final int depth;
    private final Set<String> keptAsJson;
    private final Nulls nulls;
    private final boolean anyKeyCharacters;
    private final String idKey;
    private final String arrivalKey;
    private final String originKey;

    private SlsLayout(Parts parts) {
        this.flat = parts.flat;
        this.depth = parts.depth;
        this.keptAsJson = Set.copyOf(parts.keptAsJson);
        this.nulls = parts.nulls;
        this.anyKeyCharacters = parts.anyKeyCharacters;
        this.idKey = parts.idKey;
        this.arrivalKey = parts.arrivalKey;
        this.originKey = parts.originKey;
        Set<String> own = new TreeSet<>(List.of(NAMES, CUTS, TIME));
        for (String key : List.of(idKey, arrivalKey, originKey)) {
            if (!key.isEmpty() && !KeyNames.isKey(key)) {
                throw new IllegalArgumentException(
                        "'" + key + "' is no key: it must match [A-Za-z_][A-Za-z0-9_]*, have at"
                                + " most 128 bytes and not be one of SLS's own");
            }
            if (!key.isEmpty() && !own.add(key)) {
                throw new IllegalArgumentException("two of crosslog's own fields have the key '" + key + "'");
            }
        }
    }

    /** {@return one key for each top-level field, objects and arrays as JSON text} */
    public static SlsLayout topLevel() {
        return new SlsLayout(new Parts());
    }

    /**
     * One key for each value at whatever depth, its names joined by underscores; arrays, empty objects and objects more than
     * 16 levels down stay JSON text, and so does {@code unmapped}, whose keys nobody can foresee.
     *
     * @return the layout
     */
    public static SlsLayout flat() {
        Parts parts = new Parts();
        parts.flat = true;
        parts.keptAsJson = Set.of("unmapped");
        return new SlsLayout(parts);
    }

    /**
     * The flat layout with other objects left whole.
     *
     * @param topLevelNames top-level fields that stay JSON text, instead of {@code unmapped}
     * @return the changed layout
     * @throws IllegalStateException if this is not the flat layout
     */
    public SlsLayout keepingJson(String... topLevelNames) {
        requireFlat("keepingJson");
        return with(p -> p.keptAsJson = new LinkedHashSet<>(List.of(topLevelNames)));
    }

    /**
     * The flat layout with another depth.
     *
     * @param levels how many names a key may be joined of, 1 to 64; what lies deeper is JSON text
     * @return the changed layout
     * @throws IllegalStateException if this is not the flat layout
     */
    public SlsLayout depth(int levels) {
        requireFlat("depth");
        if (levels < 1 || levels > 64) {
            throw new IllegalArgumentException("depth was " + levels + " but it must be from 1 to 64");
        }
        return with(p -> p.depth = levels);
    }

    /**
     * The same layout with another form of null.
     *
     * @param form what an explicit null becomes
     * @return the changed layout
     */
    public SlsLayout nulls(Nulls form) {
        Objects.requireNonNull(form, "form");
        return with(p -> p.nulls = form);
    }

    /**
     * The same layout with keys of any characters, for services that take more than the documents say
     * ({@code user-agent}, {@code a.b}). Keys stay unique, at most 128 bytes long and none of the service's own.
     *
     * @return the changed layout
     */
    public SlsLayout anyKeyCharacters() {
        return with(p -> p.anyKeyCharacters = true);
    }

    /**
     * The same layout with another key for the event's id.
     *
     * @param key the key, or empty for no such field: duplicates are then recognised only by what the event itself holds
     * @return the changed layout
     * @throws IllegalArgumentException if SLS does not allow it, or another own field has it
     */
    public SlsLayout idKey(String key) {
        return with(p -> p.idKey = key);
    }

    /**
     * The same layout with another key for the arrival time.
     *
     * @param key the key, or empty for no such field
     * @return the changed layout
     * @throws IllegalArgumentException if SLS does not allow it, or another own field has it
     */
    public SlsLayout arrivalKey(String key) {
        return with(p -> p.arrivalKey = key);
    }

    /**
     * The same layout with another key for the origin.
     *
     * @param key the key, or empty for no such field
     * @return the changed layout
     * @throws IllegalArgumentException if SLS does not allow it, or another own field has it
     */
    public SlsLayout originKey(String key) {
        return with(p -> p.originKey = key);
    }

    boolean isFlat() {
        return flat;
    }

    /** How many names a key may be joined of. */
    int maxDepth() {
        return flat ? depth : 1;
    }

    boolean keepsJson(String topLevelName) {
        return keptAsJson.contains(topLevelName);
    }

    Nulls nulls() {
        return nulls;
    }

    boolean allowsAnyKeyCharacters() {
        return anyKeyCharacters;
    }

    Optional<String> idKey() {
        return key(idKey);
    }

    Optional<String> arrivalKey() {
        return key(arrivalKey);
    }

    Optional<String> originKey() {
        return key(originKey);
    }

    /** The fields that crosslog adds to every log. */
    List<String> ownKeys() {
        List<String> keys = new ArrayList<>();
        idKey().ifPresent(keys::add);
        arrivalKey().ifPresent(keys::add);
        originKey().ifPresent(keys::add);
        return keys;
    }

    @Override
    public String toString() {
        return flat ? "flat" : "top level";
    }

    private static Optional<String> key(String key) {
        return key.isEmpty() ? Optional.empty() : Optional.of(key);
    }

    private void requireFlat(String what) {
        if (!flat) {
            throw new IllegalStateException(what + " is a setting of the flat layout, and this is the top-level one");
        }
    }

    private SlsLayout with(Consumer<Parts> change) {
        Parts parts = new Parts();
        parts.flat = flat;
        parts.depth = depth;
        parts.keptAsJson = keptAsJson;
        parts.nulls = nulls;
        parts.anyKeyCharacters = anyKeyCharacters;
        parts.idKey = idKey;
        parts.arrivalKey = arrivalKey;
        parts.originKey = originKey;
        change.accept(parts);
        return new SlsLayout(parts);
    }

    private static final class Parts {
        private boolean flat;
        private int depth = DEFAULT_DEPTH;
        private Set<String> keptAsJson = Set.of();
        private Nulls nulls = Nulls.EMPTY;
        private boolean anyKeyCharacters;
        private String idKey = "crosslog_id";
        private String arrivalKey = "crosslog_arrival";
        private String originKey = "crosslog_origin";
    }
}
