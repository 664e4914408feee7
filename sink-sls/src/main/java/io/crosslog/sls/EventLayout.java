package io.crosslog.sls;

import io.crosslog.model.FieldType;
import io.crosslog.model.FieldVisitor;
import io.crosslog.model.JsonWriter;
import io.crosslog.model.LogEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lays events out as keys and values, one after another, by the rules of a {@link SlsLayout}. Confined to one thread. */
final class EventLayout {

    /** Bits of {@link #changes()}. */
    static final int RENAMED = 1;

    static final int CUT = 2;
    static final int REPAIRED = 4;

    private static final byte[] LITERAL_NULL = "null".getBytes(StandardCharsets.US_ASCII);

    /** Where a value of text without a name stands in the vendor's own imports. */
    private static final String CONTENT = "content";

    private final SlsLayout layout;
    private final KeyTable table;
    private final KeySettlement settlement;
    private final LogContents contents = new LogContents();
    private final FieldVisitor visitor = this::topLevelField;
    private final JsonWriter json = new JsonWriter(256);
    private int[] cutAt = new int[4];
    private int[] cutFrom = new int[4];
    private int cutCount;

    private int maxValueBytes;
    private int changes;
    private Instant lastArrival = Instant.EPOCH;
    private byte[] lastArrivalText = {};

    EventLayout(SlsLayout layout) {
        this.layout = layout;
        this.table = new KeyTable(layout);
        this.settlement = new KeySettlement(table, layout);
    }

    /** What the last {@link #lay} made, until the next one. */
    LogContents contents() {
        return contents;
    }

    /** What had to be changed to make the last event fit the service's rules: a set of bits. */
    int changes() {
        return changes;
    }

    /**
     * Lays out one event.
     *
     * @param event the event
     * @param maxBytes longer values are cut to this size, mark included
     * @param unadjusted the time that the log would have, if it gets another one
     */
    void lay(LogEvent event, int maxBytes, @Nullable Instant unadjusted) {
        table.trim();
        contents.clear();
        maxValueBytes = maxBytes;
        changes = 0;
        cutCount = 0;
        event.visit(visitor);
        if (settlement.settle(contents)) {
            changes |= RENAMED;
            writeNames();
        }
        writeCuts();
        addOwn(event, unadjusted);
        if (contents.count() == 0) {
            contents.add(table.top(CONTENT), LITERAL_NULL, 0, 0);
        }
    }

    private void topLevelField(String name, FieldType type, byte[] bytes, int offset, int length, boolean escaped) {
        Name at = table.top(name);
        if (type == FieldType.OBJECT && layout.maxDepth() > 1 && at.takesMembers && !layout.keepsJson(name)) {
            object(at, bytes, offset, length, 1);
        } else {
            value(at, type, bytes, offset, length, escaped);
        }
    }

    /** Goes down into an object; one that is empty or no JSON becomes a value as it stands. */
    private void object(Name at, byte[] bytes, int offset, int length, int depth) {
        int before = contents.count();
        boolean empty = true;
        JsonMembers members = new JsonMembers(bytes, offset, length);
        while (members.next()) {
            empty = false;
            Name name = table.member(at, bytes, members.nameOffset(), members.nameLength());
            FieldType type = members.type();
            if (type == FieldType.OBJECT && depth + 1 < layout.maxDepth() && name.takesMembers) {
                object(name, bytes, members.valueOffset(), members.valueLength(), depth + 1);
            } else {
                value(name, type, bytes, members.valueOffset(), members.valueLength(), true);
            }
        }
        if (empty || members.isBroken()) {
            contents.truncate(before);
            while (cutCount > 0 && cutAt[cutCount - 1] >= before) {
                cutCount--;
            }
            text(at, bytes, offset, length, false);
        }
    }

    private void value(Name at, FieldType type, byte[] bytes, int offset, int length, boolean escaped) {
        if (type != FieldType.NULL) {
            text(at, bytes, offset, length, type == FieldType.STRING && escaped);
            return;
        }
        switch (layout.nulls()) {
            case EMPTY -> contents.add(at, LITERAL_NULL, 0, 0);
            case LITERAL -> contents.add(at, LITERAL_NULL, 0, LITERAL_NULL.length);
            case OMIT -> {}
        }
    }

    private void text(Name at, byte[] given, int givenOffset, int givenLength, boolean escaped) {
        byte[] bytes = given;
        int offset = givenOffset;
        int length = givenLength;
        int found = Utf8.scan(bytes, offset, length);
        if ((found & Utf8.NON_ASCII) != 0 && !Utf8.isValid(bytes, offset, length)) {
            bytes = Utf8.repaired(bytes, offset, length);
            offset = 0;
            length = bytes.length;
            changes |= REPAIRED;
        }
        if ((found & Utf8.NUL) != 0) {
            changes |= REPAIRED;
        }
        Bytes scratch = contents.scratch();
        int from = scratch.size();
        if ((found & Utf8.NUL) != 0 || escaped && (found & Utf8.BACKSLASH) != 0) {
            Utf8.appendPlain(bytes, offset, length, escaped, scratch);
        } else if (length <= maxValueBytes) {
            contents.add(at, bytes, offset, length);
            return;
        } else {
            scratch.put(bytes, offset, length);
        }
        if (scratch.size() - from > maxValueBytes) {
            cut(from);
        }
        contents.addScratch(at, from);
    }

    /** Cuts the value at the end of the scratch buffer between two characters and says so at its end. */
    private void cut(int from) {
        Bytes scratch = contents.scratch();
        int length = scratch.size() - from;
        byte[] mark = (" [cut by crosslog from " + length + " bytes]").getBytes(StandardCharsets.US_ASCII);
        scratch.truncate(from + Utf8.floor(scratch.array(), from, length, maxValueBytes - mark.length));
        scratch.put(mark);
        changes |= CUT;
        if (cutCount == cutAt.length) {
            cutAt = Arrays.copyOf(cutAt, 2 * cutCount);
            cutFrom = Arrays.copyOf(cutFrom, 2 * cutCount);
        }
        cutAt[cutCount] = contents.count();
        cutFrom[cutCount++] = length;
    }

    /** The original sizes of cut values; when they are too many for one value, as many as fit. */
    private void writeCuts() {
        if (cutCount == 0) {
            return;
        }
        json.reset().beginObject();
        for (int i = 0; i < cutCount; i++) {
            int mark = json.size();
            boolean comma = json.needsComma();
            json.name(contents.key(cutAt[i]).text).number(cutFrom[i]);
            if (json.size() >= maxValueBytes) {
                json.truncate(mark, comma);
                break;
            }
        }
        own(SlsLayout.CUTS, json.endObject());
    }

    /** The original names of renamed keys; when they are too many for one value, as many as fit. */
    private void writeNames() {
        json.reset().beginObject();
        for (int i = 0; i < contents.count(); i++) {
            Name name = contents.name(i);
            Key key = contents.key(i);
            if (!name.isRenamed() && key == name.key) {
                continue;
            }
            int mark = json.size();
            boolean comma = json.needsComma();
            json.name(key.text).text(name.path);
            if (json.size() >= maxValueBytes) {
                json.truncate(mark, comma);
                changes |= CUT;
                break;
            }
        }
        own(SlsLayout.NAMES, json.endObject());
    }

    private void own(String key, JsonWriter value) {
        Bytes scratch = contents.scratch();
        int from = scratch.size();
        scratch.put(value.buffer(), 0, value.size());
        contents.addScratch(table.own(key), from);
    }

    private void addOwn(LogEvent event, @Nullable Instant unadjusted) {
        layout.idKey().ifPresent(key -> own(key, Utf8.encode(event.id())));
        layout.arrivalKey().ifPresent(key -> own(key, arrivalText(event.arrival())));
        layout.originKey().ifPresent(key -> own(key, Utf8.encode(event.origin().toString())));
        if (unadjusted != null) {
            own(SlsLayout.TIME, Utf8.encode(unadjusted.toString()));
        }
    }

    private void own(String key, byte[] value) {
        contents.add(table.own(key), value, 0, Utf8.floor(value, 0, value.length, maxValueBytes));
    }

    /** The records of a batch often arrived together. */
    private byte[] arrivalText(Instant arrival) {
        if (!arrival.equals(lastArrival) || lastArrivalText.length == 0) {
            lastArrival = arrival;
            lastArrivalText = Utf8.encode(arrival.toString());
        }
        return lastArrivalText;
    }
}
