package io.crosslog.ocsf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a class and an object have in common: attributes and the constraints on them. An OCSF object is nothing more than
 * this; a class is an {@link OcsfClass} with a structure. <i>Immutable and thread-safe.</i>
 */
public final class OcsfStructure {

    private final String name;
    private final String caption;
    private final Map<String, OcsfAttribute> attributes;
    private final List<OcsfConstraint> constraints;
    private final Set<String> profiles;
    private final @Nullable String extension;
    private final @Nullable String deprecatedSince;
    private final @Nullable Integer observableTypeId;

    OcsfStructure(
            String name,
            String caption,
            Map<String, OcsfAttribute> attributes,
            List<OcsfConstraint> constraints,
            Set<String> profiles,
            @Nullable String extension,
            @Nullable String deprecatedSince,
            @Nullable Integer observableTypeId) {
        this.name = name;
        this.caption = caption;
        this.attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        this.constraints = List.copyOf(constraints);
        this.profiles = Collections.unmodifiableSet(new TreeSet<>(profiles));
        this.extension = extension;
        this.deprecatedSince = deprecatedSince;
        this.observableTypeId = observableTypeId;
    }

    /** The name in paths and look-ups, such as {@code network_endpoint}. */
    public String name() {
        return name;
    }

    /** The name for people, such as {@code Network Endpoint}. */
    public String caption() {
        return caption;
    }

    /** All attributes by name, those of profiles among them, in alphabetical order. */
    public Map<String, OcsfAttribute> attributes() {
        return attributes;
    }

    /**
     * Finds an attribute, that of a profile too.
     *
     * @param attributeName its name
     * @return the attribute, or empty if there is none
     */
    public Optional<OcsfAttribute> attribute(String attributeName) {
        return Optional.ofNullable(attributes.get(attributeName));
    }

    /** The constraints; empty for most. */
    public List<OcsfConstraint> constraints() {
        return constraints;
    }

    /** The profiles that may be listed with it, in alphabetical order. */
    public Set<String> profiles() {
        return profiles;
    }

    /** The platform extension that defines it ({@code win}, {@code linux}, {@code macos}), or empty for the core schema. */
    public Optional<String> extension() {
        return Optional.ofNullable(extension);
    }

    /** The version of OCSF that deprecated it, or empty. */
    public Optional<String> deprecatedSince() {
        return Optional.ofNullable(deprecatedSince);
    }

    /** The {@code type_id} of an observable made of the whole object, or empty. */
    public Optional<Integer> observableTypeId() {
        return Optional.ofNullable(observableTypeId);
    }

    /** Whether it takes any attribute whatever, as {@code unmapped} does: it defines none of its own. */
    public boolean isOpen() {
        return attributes.isEmpty();
    }

    @Override
    public String toString() {
        return name;
    }
}
