package io.crosslog.ocsf;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One attribute of a class or an object. <i>Immutable and thread-safe.</i>
 *
 * @param name the attribute's name
 * @param type its type; of base {@link OcsfType.Base#OBJECT} when it holds an object
 * @param objectName the object it holds, to be looked up with {@link OcsfSchema#findObject}; null for all other types
 * @param array whether it holds a list of such values
 * @param requirement how strongly it is asked for
 * @param profiles the profiles that bring it, one of which an event must list to use it; empty when it is always there
 * @param values the values it may take, or null when it is not an enum
 * @param sibling the attribute that holds the caption of an enum's value, or null
 * @param deprecatedSince the version of OCSF that deprecated it, or null
 * @param observableTypeId the {@code type_id} of an observable made of it, or null when that depends on its type
 */
public record OcsfAttribute(
        String name,
        OcsfType type,
        @Nullable String objectName,
        boolean array,
        OcsfRequirement requirement,
        Set<String> profiles,
        @Nullable OcsfEnum values,
        @Nullable String sibling,
        @Nullable String deprecatedSince,
        @Nullable Integer observableTypeId) {

    /** Copies the profiles. */
    public OcsfAttribute {
        profiles = Collections.unmodifiableSet(new TreeSet<>(profiles));
    }

    /**
     * Whether an event may use the attribute.
     *
     * @param activeProfiles the profiles that the event lists
     * @return whether the attribute is always there or one of them brings it
     */
    public boolean isIn(Collection<String> activeProfiles) {
        if (profiles.isEmpty()) {
            return true;
        }
        for (String profile : profiles) {
            if (activeProfiles.contains(profile)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an event is invalid without it, given that its profile is listed. */
    public boolean isRequired() {
        return requirement == OcsfRequirement.REQUIRED;
    }
}
