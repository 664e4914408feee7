package io.crosslog.ocsf;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What OCSF says: its classes, objects, attributes, types and profiles, the platform extensions {@code linux}, {@code win}
 * and {@code macos} included, without its prose. The facts are read out of a resource of this jar once, when they are
 * first asked for, which takes a fraction of a second. <i>Immutable and thread-safe.</i>
 *
 * <p>Source: the compiled schema export of github.com/ocsf/ocsf-schema, Apache-2.0.
 */
public final class OcsfSchema {

    private static final String RESOURCE = "ocsf-schema.json";

    private final SchemaFacts facts;
    private final Map<String, OcsfClass> classesByName = new TreeMap<>();
    private final Map<Long, OcsfClass> classesByUid = new HashMap<>();
    private final List<OcsfClass> classes;

    OcsfSchema(SchemaFacts facts) {
        this.facts = facts;
        for (OcsfClass c : facts.classes()) {
            classesByName.put(c.name(), c);
            classesByUid.put((long) c.uid(), c);
        }
        this.classes = facts.classes().stream()
                .sorted(Comparator.comparingInt(OcsfClass::uid))
                .toList();
    }

    /**
     * The schema that this version of crosslog brings and writes events for.
     *
     * @throws UncheckedIOException when the resource cannot be read out of the jar
     */
    public static OcsfSchema bundled() {
        return Holder.BUNDLED;
    }

    /** The version of OCSF, such as {@code 1.8.0}. */
    public String version() {
        return facts.version();
    }

    /** All classes by rising uid. */
    public List<OcsfClass> classes() {
        return classes;
    }

    /**
     * Finds a class by name.
     *
     * @param name such as {@code http_activity}
     * @return the class, or empty if there is none
     */
    public Optional<OcsfClass> findClass(String name) {
        return Optional.ofNullable(classesByName.get(name));
    }

    /**
     * Finds a class by uid.
     *
     * @param uid such as 4002
     * @return the class, or empty if there is none
     */
    public Optional<OcsfClass> findClass(long uid) {
        return Optional.ofNullable(classesByUid.get(uid));
    }

    /** All objects by name, in alphabetical order. */
    public Map<String, OcsfStructure> objects() {
        return facts.objects();
    }

    /**
     * Finds an object by name.
     *
     * @param name such as {@code network_endpoint}
     * @return its structure, or empty if there is none
     */
    public Optional<OcsfStructure> findObject(String name) {
        return Optional.ofNullable(facts.objects().get(name));
    }

    /**
     * Finds the object that an attribute holds.
     *
     * @param attribute an attribute of this schema
     * @return its structure, or empty for an attribute of any other type
     */
    public Optional<OcsfStructure> objectOf(OcsfAttribute attribute) {
        return facts.objectOf(attribute);
    }

    /** All data types by name, the primitives among them. */
    public Map<String, OcsfType> types() {
        return facts.types();
    }

    /** Every attribute of the dictionary as it is where no class or object says otherwise. */
    public Map<String, OcsfAttribute> dictionary() {
        return facts.dictionary();
    }

    /** The names of all profiles, such as {@code cloud}, in alphabetical order. */
    public Set<String> profiles() {
        return facts.profiles();
    }

    /**
     * Follows a dotted path from a class to an attribute, for example {@code src_endpoint.location.city} or
     * {@code http_request.http_headers[].name}. An attribute that holds a list may be followed by {@code []} or
     * {@code [3]} or neither. Below an open object, such as {@code unmapped}, and below an attribute of type
     * {@code json_t}, any path is good.
     *
     * @param className the class to start from, such as {@code http_activity}
     * @param path the path
     * @param activeProfiles the profiles that the event lists; attributes of other profiles are refused
     * @return the way to the attribute
     * @throws OcsfPathException when there is no such class, profile or attribute; it says where in the path, and what
     *     may have been meant
     */
    public OcsfPath resolve(String className, String path, Collection<String> activeProfiles) {
        return resolver(activeProfiles).resolve(requireClass(className).structure(), path);
    }

    PathResolver resolver(Collection<String> activeProfiles) {
        return new PathResolver(facts, activeProfiles);
    }

    OcsfClass requireClass(String className) {
        return findClass(className)
                .orElseThrow(() -> OcsfPathException.unknown(
                        "class",
                        className,
                        0,
                        "OCSF " + version(),
                        NearestNames.of(className, classesByName.keySet())));
    }

    private static OcsfSchema load() {
        try (InputStream in = OcsfSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException("the resource is missing; was the jar repackaged without it?");
            }
            return new OcsfSchema(new CompactSchemaReader(new ObjectMapper().readTree(in)).read());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the OCSF schema from resource io/crosslog/ocsf/" + RESOURCE, e);
        }
    }

    private static final class Holder {
        static final OcsfSchema BUNDLED = load();
    }
}
