package io.crosslog.ocsf;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks events against OCSF. <i>Immutable and thread-safe.</i>
 *
 * <p>The rules are those of the OCSF server's second validator, and so are their codes. Errors: an unknown class or
 * profile; a required attribute missing; an unknown attribute, to which belongs one whose profile {@code metadata.profiles}
 * does not list; a wrong type, a value out of an enum, a range or a length; a failed constraint; a {@code type_uid} that
 * is not {@code class_uid * 100 + activity_id}; an observable whose name is no path of the class; a {@code
 * metadata.version} that is no version, or later than the schema's. Warnings: a text that does not look like its type; a
 * sibling that is not its enum's caption; anything deprecated; an earlier version; and, when asked for, recommended
 * attributes that are missing.
 *
 * <p>A null attribute counts as absent. {@code integer_t} has 32 bits, {@code long_t} 64, and {@code float_t} wants a
 * number with a fraction or exponent, as the server does: {@code 1.0}, not {@code 1}. Objects without attributes of their
 * own, such as {@code unmapped}, may hold anything.
 */
public final class OcsfValidator {

    private static final int DEEPEST_JSON = 500;
    private static final Pattern VERSION =
            Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})(-dev|-rc\\.\\d{1,9})?");
    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST_JSON)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(Object.class);

    private final OcsfSchema schema;
    private final boolean warnMissingRecommended;

    private OcsfValidator(OcsfSchema schema, boolean warnMissingRecommended) {
        this.schema = schema;
        this.warnMissingRecommended = warnMissingRecommended;
    }

    /**
     * Makes a validator that says nothing about missing recommended attributes.
     *
     * @param schema what to check against
     * @return the validator
     */
    public static OcsfValidator of(OcsfSchema schema) {
        return new OcsfValidator(schema, false);
    }

    /** The same validator, but a recommended attribute that is missing is a warning. */
    public OcsfValidator warnMissingRecommended() {
        return new OcsfValidator(schema, true);
    }

    /**
     * Checks one event.
     *
     * @param event attributes by name; values are {@link Map}, {@link List}, {@link CharSequence}, {@link Number}, {@link
     *     Boolean} or null
     * @return what was found
     */
    public OcsfReport validate(Map<String, ?> event) {
        ProblemList problems = new ProblemList();
        OcsfClass eventClass = eventClass(event, problems);
        if (eventClass != null) {
            Set<String> profiles = profiles(event, problems);
            eventClass
                    .structure()
                    .deprecatedSince()
                    .ifPresent(since -> problems.warning(
                            "class_deprecated", "class_uid", eventClass + " is deprecated since OCSF " + since));
            new StructureCheck(schema, profiles, warnMissingRecommended, problems)
                    .check(eventClass.structure(), "", event);
            version(event, problems);
            typeUid(event, problems);
            observables(event, eventClass, profiles, problems);
        }
        return problems.report();
    }

    /**
     * Checks one event given as JSON in UTF-8. What is no JSON object, has a key twice in one object, has something after the
     * event, or is nested more than 500 deep is reported as {@code json_invalid}.
     *
     * @param json the event
     * @return what was found
     */
    public OcsfReport validate(byte[] json) {
        ProblemList problems = new ProblemList();
        try {
            Object event = JSON.readValue(json);
            if (event instanceof Map<?, ?> map) {
                @SuppressWarnings("unchecked") // The keys of a JSON object are strings.
                Map<String, ?> attributes = (Map<String, ?>) map;
                return validate(attributes);
            }
            problems.error("json_invalid", "", "an event is a JSON object; this is something else");
        } catch (JsonProcessingException e) {
            problems.error("json_invalid", "", e.getOriginalMessage() + where(e));
        } catch (IOException e) {
            problems.error("json_invalid", "", String.valueOf(e.getMessage()));
        }
        return problems.report();
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }

    private @Nullable OcsfClass eventClass(Map<String, ?> event, ProblemList problems) {
        Object uid = event.get("class_uid");
        if (uid == null) {
            problems.error("attribute_required_missing", "class_uid", "is required; nothing else was checked");
            return null;
        }
        if (!Numbers.isInteger(uid) || !(uid instanceof Number number)) {
            problems.wrongType("class_uid", "integer_t", uid);
            return null;
        }
        OcsfClass found = schema.findClass(number.longValue()).orElse(null);
        if (found == null) {
            problems.error(
                    "class_uid_unknown", "class_uid", "OCSF " + schema.version() + " has no class with uid " + uid);
        }
        return found;
    }

    private Set<String> profiles(Map<String, ?> event, ProblemList problems) {
        Set<String> profiles = new HashSet<>();
        if (event.get("metadata") instanceof Map<?, ?> metadata && metadata.get("profiles") instanceof List<?> listed) {
            for (int i = 0; i < listed.size(); i++) {
                if (listed.get(i) instanceof CharSequence text) {
                    String profile = text.toString();
                    if (schema.profiles().contains(profile)) {
                        profiles.add(profile);
                    } else {
                        problems.error(
                                "profile_unknown",
                                "metadata.profiles[" + i + "]",
                                "OCSF " + schema.version() + " has no profile " + ProblemList.quote(profile));
                    }
                }
            }
        }
        return profiles;
    }

    private void version(Map<String, ?> event, ProblemList problems) {
        if (!(event.get("metadata") instanceof Map<?, ?> metadata)
                || !(metadata.get("version") instanceof CharSequence version)) {
            return;
        }
        Matcher given = VERSION.matcher(version);
        Matcher ours = VERSION.matcher(schema.version());
        String path = "metadata.version";
        if (!given.matches() || !ours.matches()) {
            problems.error(
                    "version_invalid_format",
                    path,
                    ProblemList.quote(version) + " is no version; expected something like " + schema.version());
            return;
        }
        int order = compare(given, ours);
        if (order > 0 || given.group(1).equals("0")) {
            problems.error(
                    "version_incompatible", path, version + " cannot be checked against OCSF " + schema.version());
        } else if (order < 0) {
            problems.warning("version_incorrect", path, version + " was checked against OCSF " + schema.version());
        }
    }

    /** Orders versions; one with {@code -dev} or {@code -rc} comes before the one without. */
    private static int compare(Matcher a, Matcher b) {
        for (int i = 1; i <= 3; i++) {
            int order = Integer.compare(Integer.parseInt(a.group(i)), Integer.parseInt(b.group(i)));
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(a.group(4) == null, b.group(4) == null);
    }

    private static void typeUid(Map<String, ?> event, ProblemList problems) {
        if (event.get("class_uid") instanceof Number classUid
                && event.get("activity_id") instanceof Number activityId
                && event.get("type_uid") instanceof Number typeUid
                && Numbers.isLong(activityId)
                && Numbers.isLong(typeUid)) {
            long expected = classUid.longValue() * 100 + activityId.longValue();
            if (typeUid.longValue() != expected) {
                problems.error(
                        "type_uid_incorrect",
                        "type_uid",
                        "is " + typeUid + ", but class_uid * 100 + activity_id is " + expected);
            }
        }
    }

    private void observables(Map<String, ?> event, OcsfClass eventClass, Set<String> profiles, ProblemList problems) {
        if (!(event.get("observables") instanceof List<?> observables)) {
            return;
        }
        PathResolver resolver = schema.resolver(profiles);
        for (int i = 0; i < observables.size(); i++) {
            if (observables.get(i) instanceof Map<?, ?> observable
                    && observable.get("name") instanceof CharSequence name) {
                String trouble = null;
                try {
                    OcsfPath path = resolver.resolve(eventClass.structure(), name.toString());
                    trouble = path.isFree()
                            ? "it goes on below " + path.attribute().name()
                            : null;
                } catch (OcsfPathException e) {
                    trouble = e.getMessage();
                }
                if (trouble != null) {
                    problems.error(
                            "observable_name_invalid_reference",
                            "observables[" + i + "].name",
                            ProblemList.quote(name) + " is no attribute of " + eventClass + ": " + trouble);
                }
            }
        }
    }
}
