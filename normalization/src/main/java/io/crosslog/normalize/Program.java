package io.crosslog.normalize;

import io.crosslog.ocsf.OcsfDraft;
import io.crosslog.ocsf.OcsfEventPlan;
import io.crosslog.ocsf.OcsfIncompleteException;
import java.util.List;
import java.util.Map;

/**
 * A rule compiled for one class of events. Immutable and thread-safe.
 *
 * @param when to which events it applies
 * @param plan how OCSF wants them
 * @param mappings the attributes, in the order of the rule
 * @param stamp what the engine adds
 */
record Program(Condition when, OcsfEventPlan plan, List<Mapping> mappings, Stamp stamp) {

    /** Copies the list. */
    Program {
        mappings = List.copyOf(mappings);
    }

    /**
     * Makes an event; its {@code unmapped} is not there yet.
     *
     * @param run the translation
     * @param uid the event's id
     * @return the event
     * @throws OcsfIncompleteException if the class requires what the source does not have
     */
    Map<String, Object> make(Run run, String uid) throws OcsfIncompleteException {
        OcsfDraft draft = plan.newDraft();
        run.begin(draft);
        for (Mapping mapping : mappings) {
            mapping.apply(run);
        }
        stamp.apply(run, draft, uid);
        return draft.complete((path, value, origin, reason) -> giveBack(origin));
    }

    /** What was made of these sources is not in the event after all. */
    private static void giveBack(Object origin) {
        for (Object source : (List<?>) origin) {
            ((SourceNode) source).unuse();
        }
    }
}
