package io.crosslog.ocsf;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds the observables of a finished event: what a plan names, as far as it is there. */
final class Observables {

    private static final int MOST = 100;

    private final List<Wanted> wanted;
    private final OcsfSlot list;

    /** A place, and what an observable of it says of itself. */
    record Wanted(OcsfSlot slot, String name, int typeId, String type) {}

    private record Found(Wanted wanted, @Nullable String value) {}

    Observables(List<Wanted> wanted, OcsfSlot list) {
        this.wanted = List.copyOf(wanted);
        this.list = list;
    }

    void addTo(OcsfNode event) {
        Set<Found> found = new LinkedHashSet<>();
        for (Wanted one : wanted) {
            find(event, one, 0, found);
        }
        for (Found one : found) {
            OcsfNode observable = event.append(list);
            put(observable, "name", one.wanted.name);
            put(observable, "type_id", one.wanted.typeId);
            put(observable, "type", one.wanted.type);
            put(observable, "value", one.value);
        }
    }

    private static void put(OcsfNode observable, String name, @Nullable Object value) {
        int position = observable.plan().position(name);
        Leaf leaf = value == null ? null : Coercion.leaf(observable.plan().attribute(position), value, null);
        observable.set(position, leaf);
    }

    private static void find(@Nullable Object value, Wanted wanted, int depth, Set<Found> found) {
        if (found.size() >= MOST) {
            return;
        }
        if (value instanceof List<?> list) {
            list.forEach(element -> find(element, wanted, depth, found));
        } else if (value instanceof OcsfNode node && depth < wanted.slot.steps().size()) {
            find(node.get(wanted.slot.steps().get(depth).position()), wanted, depth + 1, found);
        } else if (value instanceof OcsfNode) {
            found.add(new Found(wanted, null));
        } else if (value instanceof Leaf leaf) {
            found.add(new Found(wanted, Coercion.text(leaf.value())));
        }
    }
}
