package io.crosslog.ocsf;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How events of one class are built, worked out once: the class, the profiles, the observables, and slots for paths. A
 * plan makes drafts; what a draft completes to is a valid event. <i>Safe for concurrent calls.</i>
 *
 * <pre>{@code
 * OcsfEventPlan plan = OcsfEventPlan.builder(OcsfSchema.bundled(), "http_activity")
 *         .profiles(List.of("cloud"))
 *         .observable("src_endpoint.ip")
 *         .build();
 * OcsfSlot ip = plan.slot("src_endpoint.ip");
 *
 * OcsfDraft draft = plan.newDraft();
 * if (!draft.put(ip, "198.51.100.7", field)) {
 *     draft.unmapped("attack_ip", "198.51.100.7");
 * }
 * Map<String, Object> event = draft.complete((path, value, origin, reason) -> …);
 * }</pre>
 */
public final class OcsfEventPlan {

    private static final int HIGHEST_INDEX = 99;
    private static final Set<String> COMPUTED = Set.of(
            "class_uid",
            "class_name",
            "category_uid",
            "category_name",
            "type_uid",
            "type_name",
            "metadata.version",
            "metadata.profiles");

    private static final String OBSERVABLES = "observables";

    private final OcsfSchema schema;
    private final OcsfClass eventClass;
    private final Set<String> profiles;
    private final StructurePlan root;
    private final Map<String, StructurePlan> objects = new ConcurrentHashMap<>();
    private final EventLayout layout;

    private OcsfEventPlan(Builder builder) {
        schema = builder.schema;
        eventClass = builder.eventClass;
        profiles = Set.copyOf(builder.profiles);
        root = StructurePlan.of(eventClass.structure(), profiles);
        List<Observables.Wanted> wanted = new ArrayList<>();
        builder.observables.forEach(path -> wanted.add(wanted(path)));
        StructurePlan metadata = object(schema.findObject("metadata").orElseThrow());
        Observables observables = new Observables(wanted, compile(root, resolve(OBSERVABLES)));
        layout = new EventLayout(schema.version(), eventClass, profiles, root, metadata, observables);
    }

    /**
     * Starts a plan.
     *
     * @param schema the schema
     * @param className the class, such as {@code http_activity}
     * @return a builder without profiles and observables
     * @throws OcsfPathException when there is no such class
     */
    public static Builder builder(OcsfSchema schema, String className) {
        return new Builder(schema, schema.requireClass(className));
    }

    /** {@return the class of the events} */
    public OcsfClass eventClass() {
        return eventClass;
    }

    /** {@return the profiles that events list, unless they lack what a profile requires} */
    public Set<String> profiles() {
        return profiles;
    }

    /**
     * Looks up a place in the event.
     *
     * @param path a path as {@link OcsfSchema#resolve} takes it, ending at a value, a list, or below an open object
     * @return the place
     * @throws OcsfPathException when the class has no such path, when its value is computed ({@code class_uid} and its
     *     like, {@code metadata.version}, {@code metadata.profiles}, {@code observables}), or when it goes beyond element 99 of a list
     */
    public OcsfSlot slot(String path) {
        if (COMPUTED.contains(path)) {
            throw new OcsfPathException("'" + path + "' is computed; it cannot be set", 0, List.of());
        }
        if (path.startsWith(OBSERVABLES)) {
            throw new OcsfPathException(
                    "'" + path + "' cannot be set; name the attributes that are observables", 0, List.of());
        }
        return compile(root, resolve(path));
    }

    /**
     * Looks up a place within the elements of a list.
     *
     * @param list a list of objects, such as the slot of {@code http_request.http_headers}
     * @param path the path from an element, such as {@code name}
     * @return the place, for {@link OcsfNode#put} and {@link OcsfNode#append} on such elements
     * @throws OcsfPathException when there is no such path, or the slot is no list of objects
     */
    public OcsfSlot slot(OcsfSlot list, String path) {
        StructurePlan element = list.last().object();
        Optional<OcsfStructure> structure = schema.objectOf(list.last().attribute());
        if (element == null || structure.isEmpty() || !list.last().attribute().array()) {
            throw new OcsfPathException("'" + list + "' is no list of objects", 0, List.of());
        }
        return compile(element, schema.resolver(profiles).resolve(structure.get(), path));
    }

    /** {@return a new draft without any value} */
    public OcsfDraft newDraft() {
        return new OcsfDraft(layout);
    }

    private OcsfPath resolve(String path) {
        return schema.resolver(profiles).resolve(eventClass.structure(), path);
    }

    private OcsfSlot compile(StructurePlan start, OcsfPath path) {
        List<OcsfSlot.Step> steps = new ArrayList<>();
        StructurePlan at = start;
        for (OcsfPath.Step step : path.steps()) {
            OcsfAttribute attribute = step.attribute();
            if (step.index() > HIGHEST_INDEX) {
                throw new OcsfPathException(
                        "'" + path + "': an index goes up to " + HIGHEST_INDEX + ", not " + step.index(), 0, List.of());
            }
            StructurePlan object = schema.objectOf(attribute)
                    .filter(structure -> !structure.isOpen())
                    .map(this::object)
                    .orElse(null);
            steps.add(new OcsfSlot.Step(at.position(attribute.name()), attribute, step.index(), object));
            at = object == null ? at : object;
        }
        if (path.isFree() && path.attribute().array()) {
            throw new OcsfPathException(
                    "'" + path + "' goes on below a list of open objects; put whole objects there", 0, List.of());
        }
        return new OcsfSlot(path, start, steps);
    }

    private StructurePlan object(OcsfStructure structure) {
        return objects.computeIfAbsent(structure.name(), name -> StructurePlan.of(structure, profiles));
    }

    private Observables.Wanted wanted(String path) {
        OcsfSlot slot = slot(path);
        int typeId = slot.path()
                .observableTypeId()
                .orElseThrow(() -> new OcsfPathException(
                        "'" + path + "' cannot be an observable: OCSF gives it no observable type", 0, List.of()));
        String type = schema.findObject("observable")
                .flatMap(observable -> observable.attribute("type_id"))
                .map(OcsfAttribute::values)
                .flatMap(values -> values.caption(typeId))
                .orElse("");
        return new Observables.Wanted(slot, path.replaceAll("\\[\\d*]", ""), typeId, type);
    }

    /** Collects what a plan is made of. <i>Confined to one thread.</i> */
    public static final class Builder {

        private final OcsfSchema schema;
        private final OcsfClass eventClass;
        private final Set<String> profiles = new TreeSet<>();
        private final Set<String> observables = new LinkedHashSet<>();

        private Builder(OcsfSchema schema, OcsfClass eventClass) {
            this.schema = schema;
            this.eventClass = eventClass;
        }

        /**
         * Adds profiles. By default an event has none.
         *
         * @param names such as {@code cloud}
         * @return this builder
         * @throws OcsfPathException when there is no such profile, or the class does not take it
         */
        public Builder profiles(Collection<String> names) {
            Set<String> allowed = eventClass.structure().profiles();
            for (String name : names) {
                if (!allowed.contains(name)) {
                    throw OcsfPathException.unknown(
                            "profile", name, 0, eventClass.name(), NearestNames.of(name, allowed));
                }
            }
            profiles.addAll(names);
            return this;
        }

        /**
         * Adds an observable to each event that has a value at a path. At most 100 are added to one event.
         *
         * @param path a path of the event to an attribute or object that OCSF knows an observable type of
         * @return this builder
         */
        public Builder observable(String path) {
            observables.add(Objects.requireNonNull(path, "path"));
            return this;
        }

        /**
         * Makes the plan.
         *
         * @return the plan
         * @throws OcsfPathException when an observable's path is none, or has no observable type
         */
        public OcsfEventPlan build() {
            return new OcsfEventPlan(this);
        }
    }
}
