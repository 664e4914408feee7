package io.crosslog;

import java.util.regex.Pattern;

/** What pipelines and routes may be called. */
final class Names {

    /** What a name must be. */
    static final String RULE = "1 to 64 letters, digits, '.', '_' and '-', beginning with a letter or digit";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private Names() {}

    static boolean fits(String name) {
        return NAME.matcher(name).matches();
    }
}
