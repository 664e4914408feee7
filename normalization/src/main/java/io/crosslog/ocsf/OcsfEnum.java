package io.crosslog.ocsf;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The values an attribute may take, each with its caption. Most have numbers for values; a few ({@code http_method},
 * {@code tlp}) have words. <i>Immutable and thread-safe.</i>
 */
public final class OcsfEnum {

    /** The value that means "the source said something that OCSF has no number for"; its sibling holds the source's word. */
    public static final int OTHER = 99;

    private final Map<String, String> captions;
    private final Map<String, String> deprecated;
    private final Map<String, String> valuesByCaption = new HashMap<>();

    OcsfEnum(Map<String, String> captions, Map<String, String> deprecated) {
        this.captions = Collections.unmodifiableMap(new LinkedHashMap<>(captions));
        this.deprecated = Map.copyOf(deprecated);
        captions.forEach((value, caption) -> valuesByCaption.putIfAbsent(caption.toLowerCase(Locale.ROOT), value));
    }

    /** Every value as text with its caption, in rising order. */
    public Map<String, String> captions() {
        return captions;
    }

    /**
     * The caption of a value.
     *
     * @param value the value as text, such as {@code 1} or {@code GET}
     * @return its caption, or empty when the enum has no such value
     */
    public Optional<String> caption(String value) {
        return Optional.ofNullable(captions.get(value));
    }

    /**
     * The caption of a number.
     *
     * @param value the number
     * @return its caption, or empty when the enum has no such number
     */
    public Optional<String> caption(long value) {
        return caption(Long.toString(value));
    }

    /**
     * The value that has a caption.
     *
     * @param caption a caption in any case
     * @return the value as text, or empty when no value has that caption
     */
    public Optional<String> valueOf(String caption) {
        return Optional.ofNullable(valuesByCaption.get(caption.toLowerCase(Locale.ROOT)));
    }

    /** Whether the enum has a number for what it does not know, {@value #OTHER}. */
    public boolean hasOther() {
        return captions.containsKey("99");
    }

    /**
     * Since when a value is deprecated.
     *
     * @param value the value as text
     * @return the version of OCSF, or empty when it is not deprecated
     */
    public Optional<String> deprecatedSince(String value) {
        return Optional.ofNullable(deprecated.get(value));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OcsfEnum that && captions.equals(that.captions) && deprecated.equals(that.deprecated);
    }

    @Override
    public int hashCode() {
        return captions.hashCode();
    }

    @Override
    public String toString() {
        return captions.toString();
    }
}
