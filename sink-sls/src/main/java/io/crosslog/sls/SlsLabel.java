package io.crosslog.sls;

import io.crosslog.model.LogEvent;
import io.crosslog.model.Path;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A text that all logs of one request share: a topic, a source or the value of a tag. It may differ from event to event, but
 * every distinct combination of them costs a request of its own for each write, so choose what has few values (the kind of
 * log, the region), not what has many (an address). Past 64 combinations in one write, further events get the labels' fixed
 * part only and are counted as {@code sls-label-overflow}.
 *
 * <p>Topics and sources longer than 128 bytes, and tags longer than 1,024, are cut and counted as {@code sls-label-cut}.
 *
 * <p>Immutable and thread-safe, as long as the function given to {@link #computed} is.
 */
public final class SlsLabel {

    private static final SlsLabel NONE = of("");

    private final String fixed;
    private final @Nullable Function<? super LogEvent, ?> rule;

    private SlsLabel(String fixed, @Nullable Function<? super LogEvent, ?> rule) {
        this.fixed = fixed;
        this.rule = rule;
    }

    /** {@return no text} */
    public static SlsLabel none() {
        return NONE;
    }

    /**
     * The same text for all events.
     *
     * @param text the text
     * @return the label
     */
    public static SlsLabel of(String text) {
        return new SlsLabel(Objects.requireNonNull(text, "text"), null);
    }

    /**
     * What the source and its owner say of the batch, such as a topic or a region.
     *
     * @param name name of the attribute; an event without it has no text
     * @return the label
     */
    public static SlsLabel attribute(String name) {
        Objects.requireNonNull(name, "name");
        return new SlsLabel("", event -> event.attributes().getOrDefault(name, ""));
    }

    /**
     * What the event says at a path, such as {@code class_uid}.
     *
     * @param path where to look; an event without it has no text
     * @return the label
     */
    public static SlsLabel field(Path path) {
        Objects.requireNonNull(path, "path");
        return new SlsLabel("", event -> event.text(path).orElse(""));
    }

    /**
     * What the event says at a path.
     *
     * @param path where to look, in the form that {@link Path#of(String)} takes
     * @return the label
     * @throws IllegalArgumentException if that is no path
     */
    public static SlsLabel field(String path) {
        return field(Path.of(path));
    }

    /** {@return the configured name of the source that the event came from} */
    public static SlsLabel sourceName() {
        return new SlsLabel("", event -> event.origin().source());
    }

    /**
     * Whatever a function makes of the event.
     *
     * @param rule the function, safe for concurrent calls; what it throws stops the pipeline, null is no text
     * @return the label
     */
    public static SlsLabel computed(Function<? super LogEvent, String> rule) {
        return new SlsLabel("", Objects.requireNonNull(rule, "rule"));
    }

    String fixed() {
        return fixed;
    }

    boolean isFixed() {
        return rule == null;
    }

    String textOf(LogEvent event) {
        return rule == null ? fixed : Objects.toString(rule.apply(event), "");
    }

    @Override
    public String toString() {
        return rule == null ? "'" + fixed + "'" : "computed";
    }
}
