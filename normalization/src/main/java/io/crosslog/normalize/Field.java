package io.crosslog.normalize;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A field that a condition compares. Immutable and thread-safe.
 *
 * @param path where it is
 * @param anyCase whether its text is compared without regard to case: it is given in lower case then
 */
record Field(FieldPath path, boolean anyCase) {

    /** The text; null if there is none. */
    @Nullable String text(Run run) {
        String text = path.findText(run);
        return text == null ? null : folded(text);
    }

    /** A text as it must be to be compared with that of the field. */
    String folded(String text) {
        return anyCase ? text.toLowerCase(Locale.ROOT) : text;
    }
}
