package io.crosslog.ocsf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An object of a draft that values are put into: an element of a list, made by {@link OcsfDraft#append}. <i>Confined to
 * one thread.</i>
 */
public final class OcsfNode {

    /** More elements than this do not fit into one list of an event. */
    static final int MOST_ELEMENTS = 1_000;

    private final StructurePlan plan;

    /** At each position an OcsfNode, a Leaf, a List of either (null for a gap), or null for nothing. */
    private final @Nullable Object[] values;

    OcsfNode(StructurePlan plan) {
        this.plan = plan;
        this.values = new Object[plan.size()];
    }

    /**
     * Puts a value at a place within this element; see {@link OcsfDraft#put}.
     *
     * @param slot a place within the elements of this list
     * @param value the value
     * @param origin what it was made of, or null
     * @return whether the whole of the value has found its place
     */
    public boolean put(OcsfSlot slot, @Nullable Object value, @Nullable Object origin) {
        requireStart(slot);
        if (isAbsent(value)) {
            return true;
        }
        if (slot.spread() < 0 || !(value instanceof List<?> list)) {
            return putAt(slot, value, origin, 0);
        }
        boolean all = list.size() <= MOST_ELEMENTS;
        for (int i = 0; i < Math.min(list.size(), MOST_ELEMENTS); i++) {
            Object element = list.get(i);
            all &= isAbsent(element) || putAt(slot, element, origin, i);
        }
        return all;
    }

    /**
     * Adds an element to a list of objects within this element.
     *
     * @param slot the list
     * @return the element, to be filled
     */
    public OcsfNode append(OcsfSlot slot) {
        requireStart(slot);
        OcsfSlot.Step last = slot.last();
        StructurePlan object = last.object();
        if (object == null || !last.attribute().array()) {
            throw new IllegalArgumentException("'" + slot + "' is no list of objects");
        }
        List<@Nullable Object> list = holder(slot, 0).list(last.position());
        OcsfNode element = new OcsfNode(object);
        list.add(element);
        return element;
    }

    private void requireStart(OcsfSlot slot) {
        if (slot.start() != plan) {
            throw new IllegalArgumentException("'" + slot + "' starts at "
                    + slot.start().name() + ", but this is " + plan.name() + " (or the slot is another plan's)");
        }
    }

    static boolean isAbsent(@Nullable Object value) {
        return value == null || (value instanceof CharSequence text && text.length() == 0);
    }

    private boolean putAt(OcsfSlot slot, @Nullable Object value, @Nullable Object origin, int spread) {
        if (value == null) {
            return true;
        }
        OcsfSlot.Step last = slot.last();
        if (slot.path().isFree()) {
            return holder(slot, spread).putFree(last.position(), slot.path().free(), value, origin);
        }
        if (last.object() != null) {
            return false;
        }
        if (!last.attribute().array()) {
            Leaf leaf = Coercion.leaf(last.attribute(), value, origin);
            return leaf != null && holder(slot, spread).putLeaf(last.position(), leaf);
        }
        boolean all = true;
        for (Object element : value instanceof List<?> list ? list : List.of(value)) {
            Leaf leaf = isAbsent(element) ? null : Coercion.leaf(last.attribute(), element, origin);
            if (leaf != null) {
                all &= holder(slot, spread).putElement(last.position(), last.index(), leaf);
            } else {
                all &= isAbsent(element);
            }
        }
        return all;
    }

    /** The node that holds the slot's last attribute; nodes on the way are made. */
    private OcsfNode holder(OcsfSlot slot, int spread) {
        OcsfNode node = this;
        for (int i = 0; i < slot.steps().size() - 1; i++) {
            OcsfSlot.Step step = slot.steps().get(i);
            node = node.child(step, i == slot.spread() ? spread : Math.max(0, step.index()));
        }
        return node;
    }

    private OcsfNode child(OcsfSlot.Step step, int index) {
        StructurePlan object = step.object();
        if (object == null) {
            throw new IllegalStateException(step.attribute().name() + " holds no object");
        }
        if (!step.attribute().array()) {
            if (values[step.position()] instanceof OcsfNode node) {
                return node;
            }
            OcsfNode node = new OcsfNode(object);
            values[step.position()] = node;
            return node;
        }
        List<@Nullable Object> list = list(step.position());
        fillTo(list, index);
        if (list.get(index) instanceof OcsfNode node) {
            return node;
        }
        OcsfNode node = new OcsfNode(object);
        list.set(index, node);
        return node;
    }

    private static void fillTo(List<@Nullable Object> list, int index) {
        while (list.size() <= index) {
            list.add(null);
        }
    }

    @SuppressWarnings("unchecked") // A position of an attribute that is an array holds nothing but such a list.
    private List<@Nullable Object> list(int position) {
        if (values[position] instanceof List<?> list) {
            return (List<@Nullable Object>) list;
        }
        List<@Nullable Object> list = new ArrayList<>();
        values[position] = list;
        return list;
    }

    private boolean putLeaf(int position, Leaf leaf) {
        if (values[position] instanceof Leaf before) {
            return before.value().equals(leaf.value()) && Objects.equals(before.word(), leaf.word());
        }
        values[position] = leaf;
        return true;
    }

    private boolean putElement(int position, int index, Leaf leaf) {
        List<@Nullable Object> list = list(position);
        if (index < 0) {
            return list.size() < MOST_ELEMENTS && list.add(leaf);
        }
        fillTo(list, index);
        if (list.get(index) instanceof Leaf before) {
            return before.value().equals(leaf.value());
        }
        list.set(index, leaf);
        return true;
    }

    /** Puts a value at keys below an open object or JSON value. */
    boolean putFree(int position, List<String> keys, @Nullable Object value, @Nullable Object origin) {
        if (values[position] == null) {
            values[position] = Leaf.openMap();
        }
        if (!(values[position] instanceof Leaf leaf)) {
            return false;
        }
        Object at = leaf.value();
        for (int i = 0; i < keys.size() - 1; i++) {
            at = at instanceof Map<?, ?> map
                    ? castMap(map).computeIfAbsent(keys.get(i), key -> new LinkedHashMap<String, @Nullable Object>())
                    : null;
        }
        if (!(at instanceof Map<?, ?> map) || JsonCopy.isTooDeep(value)) {
            return false;
        }
        Object copy = JsonCopy.of(value);
        Map<String, @Nullable Object> members = castMap(map);
        String key = keys.get(keys.size() - 1);
        if (members.get(key) != null) {
            return members.get(key).equals(copy);
        }
        members.put(key, copy);
        values[position] = leaf.and(origin);
        return true;
    }

    @SuppressWarnings("unchecked") // JsonCopy and putFree make maps with text keys only.
    static Map<String, @Nullable Object> castMap(Map<?, ?> map) {
        return (Map<String, @Nullable Object>) map;
    }

    StructurePlan plan() {
        return plan;
    }

    @Nullable Object get(int position) {
        return values[position];
    }

    void set(int position, @Nullable Object value) {
        values[position] = value;
    }

    boolean isEmpty() {
        for (Object value : values) {
            if (value != null) {
                return false;
            }
        }
        return true;
    }

    /** The object as a map, attributes in the plan's order. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value != null) {
                map.put(plan.attribute(i).name(), plain(value));
            }
        }
        return map;
    }

    private static Object plain(Object value) {
        if (value instanceof OcsfNode node) {
            return node.toMap();
        }
        if (value instanceof List<?> list) {
            List<Object> plain = new ArrayList<>(list.size());
            for (Object element : list) {
                if (element != null) {
                    plain.add(plain(element));
                }
            }
            return plain;
        }
        return value instanceof Leaf leaf ? leaf.value() : value;
    }
}
