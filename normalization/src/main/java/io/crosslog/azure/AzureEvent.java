package io.crosslog.azure;

import io.crosslog.model.FieldType;
import io.crosslog.model.FieldVisitor;
import io.crosslog.model.LogEvent;
import io.crosslog.model.Path;
import io.crosslog.model.RawRecord;
import io.crosslog.spi.DecodeException;
import io.crosslog.spi.Output;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One event from the members of an object: names of the common schema in their usual case, {@code properties} and
 * {@code identity} opened where they are JSON in a string, and the event time. Confined to one thread; to be used once.
 */
final class AzureEvent implements FieldVisitor {

    /** What repairs are marked under, in the event itself. */
    static final String REPAIRED = "crosslog_repaired";

    /** Names of the common schema for resource logs (Azure Monitor, resource-logs-schema), in any case. */
    private static final Map<String, String> COMMON = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        for (String name : List.of(
                "time",
                "resourceId",
                "tenantId",
                "operationName",
                "operationVersion",
                "category",
                "resultType",
                "resultSignature",
                "resultDescription",
                "durationMs",
                "callerIpAddress",
                "correlationId",
                "identity",
                "level",
                "location",
                "properties")) {
            COMMON.put(name, name);
        }
    }

    private static final Path DATA = Path.of("data");
    private static final int LONGEST_COMMON = 17;

    private final LogEvent.Builder event;
    private final Output out;
    private final DecodeLimits limits;
    private final Set<Repair> repairs = EnumSet.noneOf(Repair.class);
    private final Map<String, Slice> moved = new HashMap<>(0);
    private final Map<String, Integer> seen = new HashMap<>(0);
    private final EventTime times = new EventTime();
    private RawRecord of;
    private @Nullable Slice records;
    private int fields;
    private boolean enveloped = true;

    AzureEvent(RawRecord record, Output out, DecodeLimits limits) {
        this.event = LogEvent.builder(record);
        this.of = record;
        this.out = out;
        this.limits = limits;
    }

    @Override
    public void field(String name, FieldType type, byte[] bytes, int offset, int length, boolean escaped) {
        if (++fields > limits.maxFields()) {
            return;
        }
        Slice slice = new Slice(name, type, bytes, offset, length, escaped);
        times.offer(slice);
        String common = name.length() <= LONGEST_COMMON ? COMMON.get(name) : null;
        if (common == null) {
            if (name.equalsIgnoreCase("records") && type != FieldType.NULL) {
                records = slice;
            }
            put(name, slice);
        } else {
            enveloped &= !isRecordMark(common);
            common(common, slice);
        }
    }

    /** What only a record has; an object with one of these and a list called records is no envelope. */
    private static boolean isRecordMark(String common) {
        return common.equals("category") || common.equals("resourceId") || common.equals("operationName");
    }

    private void common(String common, Slice slice) {
        boolean exact = common.equals(slice.name());
        Slice before = moved.get(common);
        if (exact && before != null) {
            // The usual spelling wins its place; the other goes back to its own.
            moved.remove(common);
            put(before.name(), before);
            set(common, slice);
        } else if (!event.has(common)) {
            if (!exact) {
                moved.put(common, slice);
            }
            set(common, slice);
        } else {
            put(slice.name(), slice);
        }
    }

    /** A name that comes twice gets a number, as the JSON decoder has it. */
    private void put(String name, Slice slice) {
        String free = name;
        if (event.has(name)) {
            out.count("duplicate-name");
            do {
                free = name + '#' + seen.merge(name, 2, (had, first) -> had + 1);
            } while (event.has(free));
        }
        set(free, slice);
    }

    private void set(String name, Slice slice) {
        if (slice.type() == FieldType.STRING && (name.equals("properties") || name.equals("identity"))) {
            Slice opened = opened(slice);
            if (opened != null) {
                event.put(name, FieldType.OBJECT, opened.bytes(), opened.offset(), opened.length(), false);
                return;
            }
        }
        event.put(name, slice.type(), slice.bytes(), slice.offset(), slice.length(), slice.escaped());
    }

    /** The object that a string holds, mended if it must be; null if it holds none. */
    private @Nullable Slice opened(Slice slice) {
        String text = slice.text().strip();
        if (text.isEmpty() || text.charAt(0) != '{') {
            return null;
        }
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        if (Strict.isObject(json, limits.maxDepth())) {
            return slice.of(json);
        }
        TolerantJson tolerant = new TolerantJson(json, 0, json.length, limits.maxDepth());
        try {
            byte[] mended = tolerant.mend();
            if (Strict.skipSpace(json, tolerant.position(), json.length) == json.length
                    && Strict.isObject(mended, limits.maxDepth())) {
                repairs.addAll(tolerant.repairs());
                return slice.of(mended);
            }
        } catch (DecodeException e) {
            out.count("unopened:" + slice.name().toLowerCase(Locale.ROOT));
            return null;
        }
        return null;
    }

    /** Notes what had to be mended in the part that the event is made of. */
    void repaired(Collection<Repair> done) {
        repairs.addAll(done);
    }

    /** Notes which part of the record the event is. */
    void madeOf(RawRecord part) {
        of = part;
    }

    boolean isTooWide() {
        return fields > limits.maxFields();
    }

    /** The list of records, if this is an envelope and no record itself. */
    Optional<Slice> envelope() {
        return enveloped && records != null && (records.isList() || records.isTextOfList())
                ? Optional.of(records)
                : Optional.empty();
    }

    /** Whether this is what ends a page of a listing, and no log at all. */
    boolean isPageMarker() {
        return fields > 1 && fields <= 3 && event.has("pageNumber") && event.has("isEnd");
    }

    /** The bytes of a buffer that a function's binding has written as a list of numbers. */
    Optional<byte[]> buffer() {
        if (fields != 2 || !event.has("type") || !event.has("data")) {
            return Optional.empty();
        }
        LogEvent e = event.build();
        boolean buffer = e.text("type").filter("Buffer"::equals).isPresent();
        return buffer ? Buffers.bytes(e.value(DATA).orElse(null)) : Optional.empty();
    }

    boolean isEmpty() {
        return fields == 0;
    }

    /** Adds members of the envelope that the event came in. */
    void beside(@Nullable Slice members) {
        if (members != null) {
            put("azure_envelope", members);
        }
    }

    /** The members beside the list of records, if there are any. */
    @Nullable Slice beside() {
        if (fields < 2) {
            return null;
        }
        LogEvent.Builder others = LogEvent.builder(event.build());
        event.build().visit((name, type, bytes, offset, length, escaped) -> {
            if (records == null || !name.equals(records.name())) {
                others.put(name, type, bytes, offset, length, escaped);
            }
        });
        byte[] json = others.build().toJson().getBytes(StandardCharsets.UTF_8);
        return new Slice("", FieldType.OBJECT, json, 0, json.length, false);
    }

    LogEvent build() {
        for (Repair repair : repairs) {
            out.count("repaired:" + repair.label());
        }
        if (!repairs.isEmpty()) {
            event.put(REPAIRED, repairs.stream().map(Repair::label).collect(Collectors.joining(",")));
        }
        Optional<Instant> time = times.among();
        LogEvent built = event.time(time.orElse(null)).build();
        if (time.isEmpty()) {
            time = times.inside(built);
            if (time.isPresent()) {
                built = LogEvent.builder(built).putAll(built).time(time.get()).build();
            } else if (times.isUnreadable()) {
                out.count("time-unreadable");
            }
        }
        return built.madeOf(of);
    }
}
