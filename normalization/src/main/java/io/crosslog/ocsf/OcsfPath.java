package io.crosslog.ocsf;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A path that the schema has, from a class to an attribute. <i>Immutable and thread-safe.</i>
 *
 * @param text the path as it was written
 * @param steps the attributes on the way, at least one; the last one is what the path names unless {@code free} is not empty
 * @param free the keys that go on below an open object or a {@code json_t} value, where the schema says nothing; mostly empty
 * @param objectObservableTypeId the {@code type_id} of an observable made of the object that the path ends at, or null
 */
public record OcsfPath(
        String text,
        List<Step> steps,
        List<String> free,
        @Nullable Integer objectObservableTypeId) {

    /**
     * One attribute on the way.
     *
     * @param attribute the attribute
     * @param index the element of a list that is meant, {@link #ANY} for {@code []}, or {@link #NONE} where nothing was written
     */
    public record Step(OcsfAttribute attribute, int index) {

        /** {@code []}: any element, or one more. */
        public static final int ANY = -1;

        /** No brackets. */
        public static final int NONE = -2;
    }

    /** Copies the lists. */
    public OcsfPath {
        steps = List.copyOf(steps);
        free = List.copyOf(free);
    }

    /** The last attribute on the way: what the path names, or the open object that a free path goes on below. */
    public OcsfAttribute attribute() {
        return steps.get(steps.size() - 1).attribute();
    }

    /** Whether the path goes on below an open object or JSON value. */
    public boolean isFree() {
        return !free.isEmpty();
    }

    /** The {@code type_id} that an observable made of this attribute has; empty when OCSF gives it none. */
    public OptionalInt observableTypeId() {
        OcsfAttribute last = attribute();
        Integer id = last.observableTypeId();
        if (id == null) {
            id = last.type().observableTypeId();
        }
        if (id == null) {
            id = objectObservableTypeId;
        }
        return id == null || isFree() ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public String toString() {
        return text;
    }
}
