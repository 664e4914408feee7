package io.crosslog.ocsf;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in an event that values can be put at: a path, looked up once. Made by {@link OcsfEventPlan#slot(String)}, or by
 * {@link OcsfEventPlan#slot(OcsfSlot, String)} for a place within the elements of a list. <i>Immutable and thread-safe.</i>
 */
public final class OcsfSlot {

    private final OcsfPath path;
    private final StructurePlan start;
    private final List<Step> steps;
    private final int spread;

    /** One attribute on the way, and the plan of the object it holds; null where the structure is open or it is no object. */
    record Step(
            int position,
            OcsfAttribute attribute,
            int index,
            @Nullable StructurePlan object) {}

    OcsfSlot(OcsfPath path, StructurePlan start, List<Step> steps) {
        this.path = path;
        this.start = start;
        this.steps = List.copyOf(steps);
        int first = -1;
        for (int i = steps.size() - 2; i >= 0; i--) {
            first = steps.get(i).index() == OcsfPath.Step.ANY ? i : first;
        }
        this.spread = first;
    }

    /**
     * The path, from the event or from the element that the slot belongs to. Its attribute says, among others, the type,
     * and whether it is deprecated.
     *
     * @return the path
     */
    public OcsfPath path() {
        return path;
    }

    StructurePlan start() {
        return start;
    }

    List<Step> steps() {
        return steps;
    }

    Step last() {
        return steps.get(steps.size() - 1);
    }

    /** Which step a list of values is spread over: the first one with {@code []} before the end; -1 for none. */
    int spread() {
        return spread;
    }

    @Override
    public String toString() {
        return path.text();
    }
}
