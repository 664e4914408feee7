package io.crosslog.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The fields of an event in their compact form: parallel arrays of names, types and slices. */
final class Fields {

    private final String[] names;
    private final FieldType[] types;
    private final byte[][] arrays;
    private final int[] offsets;
    private final int[] lengths;
    private final boolean[] escaped;

    private Fields(Builder b) {
        int n = b.count;
        names = Arrays.copyOf(b.names, n);
        types = Arrays.copyOf(b.types, n);
        arrays = Arrays.copyOf(b.arrays, n);
        offsets = Arrays.copyOf(b.offsets, n);
        lengths = Arrays.copyOf(b.lengths, n);
        escaped = Arrays.copyOf(b.escaped, n);
    }

    int size() {
        return names.length;
    }

    List<String> names() {
        return List.of(names);
    }

    String name(int at) {
        return names[at];
    }

    FieldType type(int at) {
        return types[at];
    }

    int find(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    String text(int at) {
        return JsonValues.text(arrays[at], offsets[at], lengths[at], escaped[at]);
    }

    @Nullable Object value(int at, List<Object> steps) {
        if (steps.isEmpty()) {
            return JsonValues.read(types[at], arrays[at], offsets[at], lengths[at], escaped[at]);
        }
        boolean container = types[at] == FieldType.OBJECT || types[at] == FieldType.ARRAY;
        return container ? JsonValues.parse(arrays[at], offsets[at], lengths[at], steps) : null;
    }

    void visit(FieldVisitor visitor) {
        for (int i = 0; i < names.length; i++) {
            visitor.field(names[i], types[i], arrays[i], offsets[i], lengths[i], escaped[i]);
        }
    }

    int sizeInBytes() {
        int size = 0;
        for (int i = 0; i < names.length; i++) {
            size += names[i].length() + lengths[i];
        }
        return size;
    }

    static final class Builder {

        /** Up to here a scan beats a hash; above it a hostile record with many names must not cost a square. */
        private static final int LINEAR = 12;

        private String[] names = new String[16];
        private FieldType[] types = new FieldType[16];
        private byte[][] arrays = new byte[16][];
        private int[] offsets = new int[16];
        private int[] lengths = new int[16];
        private boolean[] escaped = new boolean[16];
        private int count;
        private final Map<String, Integer> positions = new HashMap<>();

        void put(String name, @Nullable Object value) {
            JsonWriter writer = new JsonWriter(32).value(value);
            byte[] json = writer.toByteArray();
            FieldType type =
                    switch (json[0]) {
                        case '"' -> FieldType.STRING;
                        case '{' -> FieldType.OBJECT;
                        case '[' -> FieldType.ARRAY;
                        case 't', 'f' -> FieldType.BOOLEAN;
                        case 'n' -> FieldType.NULL;
                        default -> FieldType.NUMBER;
                    };
            boolean text = type == FieldType.STRING;
            put(name, type, json, text ? 1 : 0, text ? json.length - 2 : json.length, text);
        }

        void put(String name, FieldType type, byte[] bytes, int offset, int length, boolean isEscaped) {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            int at = find(name);
            if (at < 0) {
                at = append(name);
            }
            types[at] = Objects.requireNonNull(type, "type");
            arrays[at] = bytes;
            offsets[at] = offset;
            lengths[at] = length;
            escaped[at] = isEscaped;
        }

        boolean has(String name) {
            return find(name) >= 0;
        }

        private int find(String name) {
            if (count > LINEAR) {
                return positions.getOrDefault(name, -1);
            }
            for (int i = 0; i < count; i++) {
                if (names[i].equals(name)) {
                    return i;
                }
            }
            return -1;
        }

        private int append(String name) {
            if (count == names.length) {
                int n = 2 * count;
                names = Arrays.copyOf(names, n);
                types = Arrays.copyOf(types, n);
                arrays = Arrays.copyOf(arrays, n);
                offsets = Arrays.copyOf(offsets, n);
                lengths = Arrays.copyOf(lengths, n);
                escaped = Arrays.copyOf(escaped, n);
            }
            names[count] = name;
            if (count == LINEAR) {
                for (int i = 0; i < count; i++) {
                    positions.put(names[i], i);
                }
            }
            if (count >= LINEAR) {
                positions.put(name, count);
            }
            return count++;
        }

        Fields build() {
            return new Fields(this);
        }
    }
}
