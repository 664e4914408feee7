package io.crosslog.ocsf;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What was read of a schema, before anybody asks it anything. Immutable and thread-safe. */
record SchemaFacts(
        String version,
        Set<String> profiles,
        Map<String, OcsfType> types,
        Map<String, OcsfAttribute> dictionary,
        Map<String, OcsfStructure> objects,
        List<OcsfClass> classes) {

    SchemaFacts {
        profiles = Collections.unmodifiableSet(new TreeSet<>(profiles));
        types = Collections.unmodifiableMap(new TreeMap<>(types));
        dictionary = Collections.unmodifiableMap(new TreeMap<>(dictionary));
        objects = Collections.unmodifiableMap(new TreeMap<>(objects));
        classes = List.copyOf(classes);
    }

    Optional<OcsfStructure> objectOf(OcsfAttribute attribute) {
        String name = attribute.objectName();
        return name == null ? Optional.empty() : Optional.ofNullable(objects.get(name));
    }
}
