package io.crosslog.ocsf;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An event in the making: values are put at the slots of its {@link OcsfEventPlan}, then {@link #complete} makes a valid
 * event of them or says what is missing. Used once. <i>Confined to one thread.</i>
 */
public final class OcsfDraft {

    private final EventLayout layout;
    private final OcsfNode root;

    OcsfDraft(EventLayout layout) {
        this.layout = layout;
        this.root = new OcsfNode(layout.root());
    }

    /**
     * Puts a value at a place, as the type of that place: text becomes a number, an address is checked and cleaned of blanks,
     * an {@link java.time.Instant} becomes epoch milliseconds, a single value the only element of a list. Null and empty text
     * are absent: nothing happens.
     *
     * <ul>
     *   <li>An enum takes its number, as a number or text, or its caption in any case; anything else becomes 99 (other) with
     *       the word kept as the sibling's text, or does not fit where the enum has no 99.
     *   <li>At a list, each call adds to it; a {@link List} adds each of its elements. With {@code [2]} the value becomes that
     *       element. Where {@code []} is on the way and the value is a list, its elements go to the elements on the way, one
     *       by one: two lists put at {@code headers[].name} and {@code headers[].value} make headers.
     *   <li>A place that holds one value keeps the first: defaults are put last.
     * </ul>
     *
     * @param slot a slot of this draft's plan, starting at the event
     * @param value the value
     * @param origin what it was made of, handed to the {@link OcsfDropListener} if the value cannot stay; null for what
     *     nobody would miss, such as a constant
     * @return whether the whole of the value has found its place; if not, its source should be kept in {@code unmapped}
     */
    public boolean put(OcsfSlot slot, @Nullable Object value, @Nullable Object origin) {
        return root.put(slot, value, origin);
    }

    /**
     * Adds an element to a list of objects.
     *
     * @param slot the list, such as {@code http_request.http_headers}
     * @return the element, to be filled at the slots that {@link OcsfEventPlan#slot(OcsfSlot, String)} gives; one that
     *     stays empty or invalid is not in the event
     */
    public OcsfNode append(OcsfSlot slot) {
        return root.append(slot);
    }

    /**
     * Keeps a source field that has no place in the event. Nothing is changed about the value, empty text stays; a field put
     * before under the same name is replaced.
     *
     * @param name the field's name as the source has it
     * @param value any value that JSON can hold; what it cannot becomes text, as does what lies below 500 levels of nesting
     */
    public void unmapped(String name, @Nullable Object value) {
        int position = root.plan().position("unmapped");
        Leaf leaf = root.get(position) instanceof Leaf present ? present : Leaf.openMap();
        root.set(position, leaf);
        OcsfNode.castMap((Map<?, ?>) leaf.value()).put(name, JsonCopy.of(value));
    }

    /**
     * Makes the event: computes what follows from the class ({@code class_uid}, {@code type_uid} and their like, {@code
     * metadata.version}, {@code metadata.profiles}), fills siblings of enums, sets required enums that are missing to 0
     * (unknown), drops objects that are empty or that OCSF would refuse, and adds the plan's observables. A profile whose
     * required attributes are missing is dropped with all it brings.
     *
     * @param listener hears of values that cannot stay
     * @return attributes by name, in a fixed order: time and classification, then the others by the alphabet, then {@code
     *     observables}, {@code raw_data} and {@code unmapped}; {@link OcsfValidator} finds no error in it
     * @throws OcsfIncompleteException when the class requires what is not there
     */
    public Map<String, Object> complete(OcsfDropListener listener) throws OcsfIncompleteException {
        Drops drops = new Drops(listener);
        OcsfNode metadata = metadata();
        metadata.set(metadata.plan().position("version"), Leaf.made(layout.version()));
        Set<String> profiles = survivingProfiles(drops);
        List<Leaf> listed = profiles.stream().map(Leaf::made).toList();
        metadata.set(metadata.plan().position("profiles"), listed.isEmpty() ? null : listed);
        classify(drops);
        List<String> faults = new NodeCompletion(profiles, drops).complete(root, "");
        if (!faults.isEmpty()) {
            throw new OcsfIncompleteException(layout.eventClass().name(), faults);
        }
        layout.observables().addTo(root);
        return root.toMap();
    }

    private OcsfNode metadata() {
        int position = root.plan().position("metadata");
        if (root.get(position) instanceof OcsfNode node) {
            return node;
        }
        OcsfNode node = new OcsfNode(layout.metadata());
        root.set(position, node);
        return node;
    }

    /** Gives up profiles until each of the rest has what it requires; giving up one may take something from another. */
    private Set<String> survivingProfiles(Drops drops) {
        Set<String> profiles = new TreeSet<>(layout.profiles());
        boolean changed;
        do {
            changed = false;
            NodeCompletion completion = new NodeCompletion(Set.copyOf(profiles), drops);
            for (int position : root.plan().required()) {
                OcsfAttribute attribute = root.plan().attribute(position);
                if (!attribute.profiles().isEmpty() && attribute.isIn(profiles)) {
                    root.set(position, completion.completed(root.get(position), attribute.name()));
                    changed |= root.get(position) == null && profiles.removeAll(attribute.profiles());
                }
            }
        } while (changed);
        return profiles;
    }

    private void classify(Drops drops) {
        OcsfClass eventClass = layout.eventClass();
        new Siblings(drops).complete(root, "");
        int activity = root.plan().position("activity_id");
        if (root.get(activity) == null && !NodeCompletion.fillUnknown(root, activity)) {
            return;
        }
        if (root.get(activity) instanceof Leaf leaf && leaf.value() instanceof Number activityId) {
            set("type_uid", eventClass.typeUid(activityId.longValue()));
        }
        set("class_uid", eventClass.uid());
        set("category_uid", eventClass.categoryUid());
    }

    private void set(String name, Object value) {
        root.set(root.plan().position(name), Leaf.made(value));
    }
}
