package io.crosslog.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names whose values are masked: those of headers and fields wherever they stand, and those that mean a secret only as
 * the parameter of a URL, such as {@code sig}. Immutable and thread-safe.
 */
final class Names {

    /** Longer names are nobody's. */
    static final int LONGEST = 96;

    /** What web servers put before the name of a header. */
    private static final List<String> PREFIXES = List.of("senthttp", "upstreamhttp", "http");

    private final List<NameRule> fields;
    private final List<NameRule> parameters;
    private final NameEnds fieldEnds;
    private final NameEnds parameterEnds;
    private final Set<String> kept;

    Names(List<NameRule> fields, List<NameRule> parameters, Set<String> kept) {
        this.fields = List.copyOf(fields);
        this.parameters = List.copyOf(parameters);
        this.kept = Set.copyOf(kept);
        this.fieldEnds = new NameEnds(fieldNames());
        this.parameterEnds = new NameEnds(parameterNames());
    }

    /** The rule for a header or field of this name. */
    @Nullable NameRule field(String name) {
        return fieldEnds.mayEnd(name, name.length()) ? find(fields, canonical(name)) : null;
    }

    /** The rule for a member of this name, which may be that of an object and of a member in it: {@code request.cookies.sid}. */
    @Nullable NameRule member(String name) {
        int last = name.lastIndexOf('.') + 1;
        if (last == 0) {
            return field(name);
        }
        String part = name.substring(last);
        NameRule rule = field(part);
        if (rule == null) {
            rule = inCookies(name);
        }
        return rule != null || kept.contains(canonical(part)) ? rule : field(name);
    }

    /** What is in cookies is secret, whatever it is called. */
    private @Nullable NameRule inCookies(String name) {
        int from = 0;
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', from)) {
            NameRule rule = fieldEnds.mayEnd(name, dot) ? find(fields, canonical(name.substring(from, dot))) : null;
            if (rule != null && rule.kind() == NameRule.Kind.COOKIES) {
                return rule.opaque();
            }
            from = dot + 1;
        }
        return null;
    }

    /** The rule for a parameter of this name. */
    @Nullable NameRule parameter(String name) {
        return parameterEnds.mayEnd(name, name.length()) ? find(parameters, canonical(name)) : null;
    }

    private @Nullable NameRule find(List<NameRule> rules, String canonical) {
        if (canonical.isEmpty() || kept.contains(canonical)) {
            return null;
        }
        for (NameRule rule : rules) {
            if (rule.matches(canonical)) {
                return rule;
            }
        }
        return null;
    }

    /** The names of headers and fields there are rules for, in their canonical form. */
    List<String> fieldNames() {
        return fields.stream().map(NameRule::name).toList();
    }

    /** The names of cookies there are rules for, in their canonical form. */
    List<String> cookieNames() {
        return fields.stream()
                .filter(rule -> rule.kind() == NameRule.Kind.COOKIES)
                .map(NameRule::name)
                .toList();
    }

    /** The names of parameters there are rules for, in their canonical form. */
    List<String> parameterNames() {
        return parameters.stream().map(NameRule::name).toList();
    }

    boolean isEmpty() {
        return fields.isEmpty() && parameters.isEmpty();
    }

    /** Letters and digits in lower case: one form for {@code X-Api-Key}, {@code x_api_key} and {@code xApiKey}. */
    static String canonical(String name) {
        if (name.length() > LONGEST) {
            return "";
        }
        String plain = withoutNumber(name).toLowerCase(Locale.ROOT);
        StringBuilder letters = new StringBuilder(plain.length());
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c != '-' && c != '_' && c != ' ') {
                letters.append(c);
            }
        }
        String all = letters.toString();
        for (String prefix : PREFIXES) {
            if (all.startsWith(prefix) && all.length() > prefix.length()) {
                return all.substring(prefix.length());
            }
        }
        return all;
    }

    /** Decoders give a number to a name that comes twice: {@code a#2}. */
    static String withoutNumber(String name) {
        int i = name.length();
        while (i > 0 && Character.digit(name.charAt(i - 1), 10) >= 0) {
            i--;
        }
        return i > 1 && i < name.length() && name.charAt(i - 1) == '#' ? name.substring(0, i - 1) : name;
    }

    /** The rules that hold by default, for headers and fields. */
    static List<NameRule> defaultFields() {
        List<NameRule> rules = new ArrayList<>();
        rules.add(new NameRule("authorization", true, NameRule.Kind.CREDENTIALS, MaskAs.MASK));
        for (String name : List.of("cookie", "cookies", "cookie2")) {
            rules.add(new NameRule(name, true, NameRule.Kind.COOKIES, MaskAs.MASK));
        }
        for (String name : List.of(
                "apikey",
                "authtoken",
                "securitytoken",
                "accesstoken",
                "refreshtoken",
                "csrftoken",
                "xsrftoken",
                "clientsecret",
                "privatetoken",
                "vaulttoken",
                "amzsignature",
                "googsignature",
                "osssignature",
                "obssignature",
                "cossignature",
                "qsignature",
                "oauthsignature",
                "subscriptionkey",
                "accountkey",
                "sharedaccesskey",
                "sharedaccesssignature")) {
            rules.add(new NameRule(name, true, NameRule.Kind.OPAQUE, MaskAs.MASK));
        }
        return rules;
    }

    /** The rules that hold by default, for parameters of URLs. */
    static List<NameRule> defaultParameters() {
        return Stream.of("sig", "sign", "signature", "idtoken", "authkey", "txsecret", "wssecret")
                .map(name -> new NameRule(name, false, NameRule.Kind.OPAQUE, MaskAs.MASK))
                .toList();
    }
}
