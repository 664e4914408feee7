package io.crosslog.sls;

import io.crosslog.credentials.Credentials;
import java.util.regex.Pattern;

/** Makes a foreign text fit for messages and logs: short, on one line, without anything of the access key but its id. */
final class AnswerText {

    private static final int MAX_LENGTH = 300;
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\s]+");

    /** What a service or proxy may echo of a request: signatures, tokens, passwords, whole Authorization values. */
    private static final Pattern SECRETS = Pattern.compile(
            "(?i)((?:signature|secret|token|passw(?:or)?d|authorization)[\\w-]*[\"']?\\s*[:=]\\s*[\"']?)"
                    + "(?:(?:LOG|SLS4-HMAC-SHA256|Basic|Bearer)\\s+)?[^\\s\"',;<>]+");

    private AnswerText() {}

    static String of(String text, Credentials credentials) {
        String clean = text.replace(credentials.secret().reveal(), "***");
        if (credentials.token().isPresent()
                && !credentials.token().get().reveal().isEmpty()) {
            clean = clean.replace(credentials.token().get().reveal(), "***");
        }
        clean = CONTROLS.matcher(clean).replaceAll(" ");
        clean = SECRETS.matcher(clean).replaceAll("$1***");
        return clean.length() <= MAX_LENGTH ? clean : clean.substring(0, MAX_LENGTH) + "…";
    }
}
