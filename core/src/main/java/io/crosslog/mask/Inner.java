package io.crosslog.mask;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Masks the texts that are found inside of others. Safe for concurrent calls. */
interface Inner {

    /**
     * A text, maybe of JSON, without secrets. The same one if there are none.
     *
     * @param text the text
     * @param way the names on the way down to it
     * @param layer how many texts it is inside of
     * @param found takes the secrets
     */
    String text(String text, List<String> way, int layer, Found found);

    /**
     * A text that is one object or list of JSON, whose objects hold nothing that is secret by its name, without secrets.
     *
     * @param text the text
     * @param credentials what is known of credentials that stand in it nevertheless
     * @param way the names on the way down to it
     * @param layer how many texts it is inside of
     * @param found takes the secrets
     * @return null if it is anything else, and if nothing is left of it
     */
    @Nullable String permissions(String text, NameRule credentials, List<String> way, int layer, Found found);

    /**
     * A text that is not taken for JSON, without secrets. The same one if there are none.
     *
     * @param text the text
     * @param found takes the secrets
     */
    String plain(String text, Found found);
}
