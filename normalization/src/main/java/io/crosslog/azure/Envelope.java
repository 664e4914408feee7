package io.crosslog.azure;

import io.crosslog.decode.JsonNames;
import io.crosslog.decode.JsonScanner;
import io.crosslog.model.FieldType;
import io.crosslog.model.RawRecord;
import io.crosslog.spi.DecodeException;
import io.crosslog.spi.Output;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes a payload apart into its records: {@code {"records":[…]}}, lists, lines, strings and buffers that hold these
 * again, in any nesting. Each sibling stands on its own: what is broken is mended or given up by itself.
 *
 * <p>Confined to one thread; to be used once.
 */
final class Envelope {

    private static final int MAX_NESTING = 16;
    private static final String NO_OBJECT = "a JSON object was expected";

    private final RawRecord record;
    private final DecodeLimits limits;
    private final JsonNames names;
    private final Output out;
    private final WorkBudget budget;

    /** What was found, in order; handed on at the end, because the members beside a list come after it. */
    private final List<Part> parts = new ArrayList<>();

    Envelope(RawRecord record, int length, DecodeLimits limits, JsonNames names, Output out) {
        this.record = record;
        this.limits = limits;
        this.names = names;
        this.out = out;
        this.budget = new WorkBudget(length);
    }

    /** Hands on all that the bytes hold; fails if there is nothing in them that could be read. */
    void read(byte[] bytes, int from, int end) throws DecodeException {
        values(bytes, from, end, 0, EnumSet.noneOf(Repair.class));
        if (parts.stream().allMatch(part -> part.bytes != null)) {
            throw new DecodeException(parts.isEmpty() ? "the record is empty" : parts.get(0).reason);
        }
        for (Part part : parts) {
            part.handOn(out);
        }
    }

    /** Values one after another, as in NDJSON. */
    private void values(byte[] bytes, int from, int end, int level, Set<Repair> repairs) throws DecodeException {
        int at = Strict.skipSpace(bytes, from, end);
        int found = parts.size();
        while (at < end) {
            byte b = bytes[at];
            if (b == '{' || b == '[' || b == '"') {
                at = value(bytes, at, end, level, repairs);
            } else {
                int next = Siblings.nextLine(bytes, at, end);
                int stray = Strict.skipStray(bytes, at, next);
                if (parts.size() > found && stray > at) {
                    out.count("repaired:" + Repair.BRACKETS.label());
                    next = stray;
                } else {
                    reject(bytes, at, next, "text that is not JSON");
                }
                at = next;
            }
            at = Strict.skipSpace(bytes, at, end);
        }
    }

    private int value(byte[] bytes, int at, int end, int level, Set<Repair> repairs) throws DecodeException {
        return switch (bytes[at]) {
            case '{' -> object(bytes, at, end, level, repairs);
            case '[' -> list(bytes, at, end, level, repairs);
            default -> string(bytes, at, end, level, repairs);
        };
    }

    /** The elements of a list that begins here; returns where it ends. */
    private int list(byte[] bytes, int from, int end, int level, Set<Repair> repairs) throws DecodeException {
        if (level == MAX_NESTING) {
            throw new DecodeException("lists and envelopes are nested more than " + MAX_NESTING + " deep");
        }
        int at = Strict.skipSpace(bytes, from + 1, end);
        if (at < end && bytes[at] == ']') {
            add(Part.filtered("empty-envelope"));
            return at + 1;
        }
        while (at < end && bytes[at] != ']') {
            byte b = bytes[at];
            if (b == ',') {
                at++;
            } else if (b == '{' || b == '[' || b == '"') {
                at = value(bytes, at, end, level + 1, repairs);
            } else {
                at = other(bytes, at, end);
            }
            at = Strict.skipSpace(bytes, at, end);
        }
        if (at == end) {
            out.count("envelope-cut-off");
            return end;
        }
        return at + 1;
    }

    /** A literal or worse, where a record belongs; up to the next comma or bracket. */
    private int other(byte[] bytes, int from, int end) throws DecodeException {
        int at = from + 1;
        while (at < end && bytes[at] != ',' && bytes[at] != ']' && bytes[at] != '{') {
            at++;
        }
        reject(bytes, from, at, NO_OBJECT);
        return at;
    }

    /** A string that holds an envelope or record again. */
    private int string(byte[] bytes, int from, int end, int level, Set<Repair> repairs) throws DecodeException {
        JsonScanner scanner = scanner(bytes, from, end);
        try {
            scanner.skip();
        } catch (DecodeException e) {
            budget.spend(scanner.position() - from);
            return giveUp(bytes, from, end, level, String.valueOf(e.getMessage()));
        }
        int to = scanner.position();
        Slice text = new Slice("", FieldType.STRING, bytes, from + 1, to - from - 2, true);
        return encoded(text, level, repairs) ? to : reject(bytes, from, to, NO_OBJECT);
    }

    /** Reads JSON that a string holds; whether it holds any. */
    private boolean encoded(Slice text, int level, Set<Repair> repairs) throws DecodeException {
        String inner = text.text().strip();
        if (level == MAX_NESTING || !(inner.startsWith("{") || inner.startsWith("[") || inner.startsWith("\""))) {
            return false;
        }
        byte[] opened = inner.getBytes(StandardCharsets.UTF_8);
        values(opened, 0, opened.length, level + 1, repairs);
        return true;
    }

    private int object(byte[] bytes, int from, int end, int level, Set<Repair> repairs) throws DecodeException {
        Optional<EnvelopeHead> head = EnvelopeHead.at(bytes, from, end);
        if (head.isPresent()) {
            return envelope(bytes, head.get(), end, level, repairs);
        }
        AzureEvent event = new AzureEvent(record, out, limits);
        JsonScanner scanner = scanner(bytes, from, end);
        try {
            scanner.object(event);
        } catch (DecodeException e) {
            budget.spend(scanner.position() - from);
            head = EnvelopeHead.near(bytes, from, end, limits);
            return head.isPresent()
                    ? envelope(bytes, head.get(), end, level, repairs)
                    : tolerant(bytes, from, end, level, repairs, String.valueOf(e.getMessage()));
        }
        int to = scanner.position();
        if (scanner.needsRepair()) {
            return tolerant(bytes, from, to, level, repairs, "a string that cannot be mended");
        }
        finish(event, bytes, from, to, level, repairs);
        return to;
    }

    /** The records of an envelope, then what stands beside them; returns where it ends. */
    private int envelope(byte[] bytes, EnvelopeHead head, int end, int level, Set<Repair> repairs)
            throws DecodeException {
        if (head.isMended()) {
            out.count("repaired:" + Repair.ODD_NAME.label());
        }
        int first = parts.size();
        int list = list(bytes, head.list(), end, level, repairs);
        int to = EnvelopeHead.tail(bytes, list, end, limits, names);
        int beside = Strict.skipSpace(bytes, list, end);
        Slice after = to > list && bytes[beside] == ',' ? Slice.object(bytes, beside + 1, to - 1) : null;
        for (Part part : parts.subList(first, parts.size())) {
            part.beside(head.before(), after);
        }
        return to;
    }

    /** What strict JSON refuses; returns where it ends. */
    private int tolerant(byte[] bytes, int from, int end, int level, Set<Repair> before, String reason)
            throws DecodeException {
        if (budget.isSpent()) {
            return giveUp(bytes, from, end, level, reason);
        }
        TolerantJson tolerant = new TolerantJson(bytes, from, end, limits.maxDepth());
        try {
            byte[] mended = tolerant.mend();
            AzureEvent event = new AzureEvent(record, out, limits);
            scanner(mended, 0, mended.length).object(event);
            Set<Repair> repairs = EnumSet.copyOf(tolerant.repairs());
            repairs.addAll(before);
            finish(event, bytes, from, tolerant.position(), level, repairs);
            return tolerant.position();
        } catch (DecodeException e) {
            return giveUp(bytes, from, end, level, reason);
        } finally {
            budget.spend(tolerant.position() - from);
        }
    }

    /** Hands on an object that could be read: an event, an envelope after all, or neither. */
    private void finish(AzureEvent event, byte[] bytes, int from, int to, int level, Set<Repair> repairs)
            throws DecodeException {
        if (event.isTooWide()) {
            reject(bytes, from, to, "an object has more than " + limits.maxFields() + " fields");
            return;
        }
        Optional<Slice> records = event.envelope();
        if (records.isPresent() && level < MAX_NESTING) {
            Slice list = records.get();
            int first = parts.size();
            if (list.isList()) {
                list(list.bytes(), list.offset(), list.offset() + list.length(), level, repairs);
            } else {
                encoded(list, level, repairs);
            }
            Slice beside = event.beside();
            for (Part part : parts.subList(first, parts.size())) {
                part.beside(beside, null);
            }
            return;
        }
        Optional<byte[]> buffer = event.buffer();
        if (buffer.isPresent() && level < MAX_NESTING) {
            values(buffer.get(), 0, buffer.get().length, level + 1, repairs);
        } else if (event.isPageMarker()) {
            add(Part.filtered("page-marker"));
        } else if (event.isEmpty()) {
            add(Part.filtered("empty-record"));
        } else {
            event.repaired(repairs);
            add(Part.of(event));
        }
    }

    /** Gives up on what begins here; returns where the next record begins. */
    private int giveUp(byte[] bytes, int from, int end, int level, String reason) throws DecodeException {
        int next = new Siblings(bytes, end, limits, names, budget).after(from);
        if (level == 0) {
            next = Math.min(next, Siblings.nextLine(bytes, from, end));
        }
        return reject(bytes, from, next, reason);
    }

    private int reject(byte[] bytes, int from, int to, String reason) throws DecodeException {
        int last = to;
        while (last > from + 1 && (bytes[last - 1] == ',' || Strict.isSpace(bytes[last - 1]))) {
            last--;
        }
        add(Part.rejected(Arrays.copyOfRange(bytes, from, last), reason));
        return to;
    }

    private void add(Part part) throws DecodeException {
        if (parts.size() == limits.maxEvents()) {
            throw new DecodeException("the record holds more than " + limits.maxEvents() + " events");
        }
        parts.add(part);
    }

    private JsonScanner scanner(byte[] bytes, int from, int end) {
        return new JsonScanner(bytes, from, end - from, limits.maxDepth(), names);
    }

    /** An event, or a part that was rejected or filtered. */
    private static final class Part {

        private final @Nullable AzureEvent event;
        private final byte @Nullable [] bytes;
        private final String reason;

        private Part(@Nullable AzureEvent event, byte @Nullable [] bytes, String reason) {
            this.event = event;
            this.bytes = bytes;
            this.reason = reason;
        }

        static Part of(AzureEvent event) {
            return new Part(event, null, "");
        }

        static Part rejected(byte[] bytes, String reason) {
            return new Part(null, bytes, reason);
        }

        static Part filtered(String reason) {
            return new Part(null, null, reason);
        }

        void beside(@Nullable Slice before, @Nullable Slice after) {
            if (event != null) {
                event.beside(before);
                event.beside(after);
            }
        }

        void handOn(Output out) {
            if (event != null) {
                out.emit(event.build());
            } else if (bytes != null) {
                out.reject(bytes, reason);
            } else {
                out.filter(reason);
            }
        }
    }
}
