package io.crosslog.azure;

import io.crosslog.decode.JsonNames;
import io.crosslog.decode.JsonScanner;
import io.crosslog.decode.Utf8;
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
    private final Utf8 text;
    private final DecodeLimits limits;
    private final JsonNames names;
    private final Output out;
    private final WorkBudget budget;

    /** What was found, in order; handed on at the end, because the members beside a list come after it. */
    private final List<Part> parts = new ArrayList<>();

    /** The lines of the values that are read; null in a list, where lines mean nothing. */
    private @Nullable Lines lines;

    /** How many records could not be read, nor mended. */
    private int givenUp;

    Envelope(RawRecord record, Utf8 text, DecodeLimits limits, JsonNames names, Output out) {
        this.record = record;
        this.text = text;
        this.limits = limits;
        this.names = names;
        this.out = out;
        this.budget = new WorkBudget(text.length());
    }

    /** Hands on all that the text holds; fails if there is nothing in it that could be read. */
    void read() throws DecodeException {
        values(text.bytes(), text.offset(), end(), 0, EnumSet.noneOf(Repair.class));
        if (parts.stream().allMatch(part -> part.bytes != null)) {
            throw new DecodeException(parts.isEmpty() ? "the record is empty" : parts.get(0).reason);
        }
        for (Part part : parts) {
            part.handOn(out);
        }
    }

    /** Values one after another, as in NDJSON. */
    private void values(byte[] bytes, int from, int end, int level, Set<Repair> repairs) throws DecodeException {
        Lines outer = lines;
        Lines here = new Lines(bytes, end);
        lines = here;
        int at = Strict.skipSpace(bytes, from, end);
        int found = parts.size();
        while (at < end) {
            byte b = bytes[at];
            if (b == '{' || b == '[' || b == '"') {
                at = value(bytes, at, end, level, repairs);
            } else {
                int line = here.next(at);
                int stray = Strict.skipStray(bytes, at, line);
                if (parts.size() > found && stray > at) {
                    out.count("repaired:" + Repair.BRACKETS.label());
                    at = stray;
                } else {
                    at = reject(bytes, at, siblings(bytes, line).after(at, at, false), "text that is not JSON");
                }
            }
            at = Strict.skipSpace(bytes, at, end);
        }
        lines = outer;
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
        Lines outer = lines;
        lines = null;
        int to = elements(bytes, at, end, level, repairs);
        lines = outer;
        return to;
    }

    private int elements(byte[] bytes, int from, int end, int level, Set<Repair> repairs) throws DecodeException {
        int found = parts.size();
        int broken = -1;
        boolean apart = true;
        int at = from;
        while (at < end) {
            byte b = bytes[at];
            if (b == ']') {
                int next = broken < 0 || endsList(bytes, at + 1, end) ? end : rest(bytes, at + 1, end, broken);
                if (next == end) {
                    return at + 1;
                }
                at = reject(bytes, at, next, "the rest of a record that could not be read");
            } else if (b == ',') {
                at++;
            } else if (b == '}' && parts.size() > found) {
                out.count("repaired:" + Repair.BRACKETS.label());
                at++;
            } else if (b == '{' && !apart && EnvelopeHead.at(bytes, at, end).isPresent()) {
                out.count("envelope-cut-off");
                return at;
            } else if (b == '{' || b == '[' || b == '"') {
                int before = givenUp;
                int begin = at;
                at = value(bytes, at, end, level + 1, repairs);
                broken = givenUp > before ? begin : broken;
            } else {
                at = other(bytes, at, end);
            }
            apart = b == ',';
            at = Strict.skipSpace(bytes, at, end);
        }
        out.count("envelope-cut-off");
        return end;
    }

    /** Whether a bracket just before {@code from}, with a broken record in front of it, is the list's and not the record's. */
    private boolean endsList(byte[] bytes, int from, int end) {
        int at = Strict.skipSpace(bytes, from, end);
        if (at == end) {
            return true;
        }
        if (bytes[at] == ',') {
            int element = Strict.skipSpace(bytes, at + 1, end);
            return (element < end && bytes[element] == '[')
                    || EnvelopeHead.tail(bytes, from, end, limits, names) > from;
        }
        if (bytes[at] != '}') {
            return true;
        }
        int behind = Strict.skipSpace(bytes, at + 1, end);
        if (behind < end && bytes[behind] == ',') {
            int element = Strict.skipSpace(bytes, behind + 1, end);
            return element < end
                    && bytes[element] == '{'
                    && EnvelopeHead.at(bytes, element, end).isPresent();
        }
        return behind == end || bytes[behind] != '}';
    }

    /** Where the list goes on behind what is left of a broken record; the end if nothing shows that it does. */
    private int rest(byte[] bytes, int from, int end, int broken) {
        int next = siblings(bytes, end).after(from, broken, true);
        return next < end
                        && bytes[next] == '{'
                        && EnvelopeHead.at(bytes, next, end).isPresent()
                ? end
                : next;
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
            return giveUp(bytes, from, end, String.valueOf(e.getMessage()));
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
            return giveUp(bytes, from, end, reason);
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
            return giveUp(bytes, from, end, reason);
        } finally {
            budget.spend(tolerant.looked());
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
            event.madeOf(part(bytes, from, to));
            add(Part.of(event));
        }
    }

    /** What an event is made of: the record itself if it is all that stands in it, else its own bytes. */
    private RawRecord part(byte[] bytes, int from, int to) {
        boolean isAll = bytes == text.bytes()
                && from == Strict.skipSpace(bytes, text.offset(), from)
                && end() == Strict.skipSpace(bytes, to, end());
        return isAll ? record : record.part(bytes, from, to - from);
    }

    private int end() {
        return text.offset() + text.length();
    }

    /** Gives up on what begins here; returns where the next record begins. */
    private int giveUp(byte[] bytes, int from, int end, String reason) throws DecodeException {
        givenUp++;
        Lines here = lines;
        int stop = here == null ? end : Math.min(end, here.next(from));
        return reject(bytes, from, siblings(bytes, stop).after(from, from, here == null), reason);
    }

    private Siblings siblings(byte[] bytes, int end) {
        return new Siblings(bytes, end, limits, names, budget);
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
