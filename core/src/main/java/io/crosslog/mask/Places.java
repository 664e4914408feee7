package io.crosslog.mask;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The places of a request as web application firewalls name them: {@code HeaderValue:authorization} and
 * {@code CookieValue:sid} of Azure Front Door, {@code REQUEST_HEADERS:Authorization} and {@code ARGS:sig} of the OWASP rules
 * that others run. Says whether what a firewall found there is a secret. Immutable and thread-safe.
 */
final class Places {

    private static final Set<String> COOKIES = Set.of("cookievalue", "requestcookies");
    private static final Set<String> PARAMETERS =
            Set.of("queryparamvalue", "postparamvalue", "args", "argsget", "argspost");
    private static final Set<String> HEADERS = Set.of("headervalue", "requestheaders", "responseheaders");

    private static final Set<String> NAME_OF_PAIR = Set.of("name", "key", "header", "headername", "matchvariablename");
    private static final Set<String> VALUE_OF_PAIR =
            Set.of("value", "values", "headervalue", "matchvariablevalue", "stringvalue", "rawvalue");

    private static final NameEnds OF_PAIR = new NameEnds(
            Stream.of(NAME_OF_PAIR, VALUE_OF_PAIR).flatMap(Set::stream).toList());

    /** What programs call the secret part of credentials they have taken apart. */
    private static final Set<String> PART_OF_CREDENTIALS = Set.of("parameter", "token", "credential", "credentials");

    private Places() {}

    /** What stands before the colon of a place where all is secret, in its canonical form. */
    static List<String> secret() {
        return List.copyOf(COOKIES);
    }

    /** What stands before the colon of a place where something is secret by its name, in its canonical form. */
    static List<String> named() {
        return Stream.of(PARAMETERS, HEADERS).flatMap(Set::stream).toList();
    }

    /** What stands before the colon behind which a firewall quotes what it found, in its canonical form. */
    static List<String> quoting() {
        return List.of("matcheddata");
    }

    /** Whether a member may be of a pair; says no to most others at once. */
    static boolean mayBeOfPair(String name) {
        return OF_PAIR.mayEnd(name, name.length());
    }

    /** Whether a member of this canonical name says what the value of another one beside it is. */
    static boolean isNameOfPair(String canonical) {
        return NAME_OF_PAIR.contains(canonical);
    }

    /** Whether a member of this canonical name is what another one beside it tells the name of. */
    static boolean isValueOfPair(String canonical) {
        return VALUE_OF_PAIR.contains(canonical);
    }

    /** Whether a member of this canonical name is a secret in an object that is called as credentials are. */
    static boolean isOfCredentials(String canonical) {
        return isValueOfPair(canonical) || PART_OF_CREDENTIALS.contains(canonical);
    }

    /**
     * The rule for what is found at a place.
     *
     * @param names the names that are masked
     * @param place the place, or the bare name of a header
     * @return null if it is no secret
     */
    static @Nullable NameRule rule(Names names, String place) {
        int colon = place.indexOf(':');
        if (colon < 0) {
            return names.field(place);
        }
        String kind = Names.canonical(place.substring(0, colon));
        String name = place.substring(colon + 1).strip();
        NameRule known = names.field(name);
        if (known == null && PARAMETERS.contains(kind)) {
            known = names.parameter(name);
        }
        if (known != null || !COOKIES.contains(kind)) {
            return known;
        }
        NameRule cookies = names.field("cookie");
        return cookies == null ? null : cookies.opaque();
    }
}
