package io.crosslog.mask;

import io.crosslog.credentials.Secret;
import io.crosslog.model.LogEvent;
import io.crosslog.model.Path;
import io.crosslog.model.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps secrets out of what a pipeline hands on: out of events before and after a normalizer has seen them, out of the raw
 * text of their records, and out of rejections and the reasons for them. {@code docs/masking.md} says what is promised.
 *
 * <p>{@link #defaults()} masks the headers {@code Authorization} and {@code Cookie} in all their forms, keys and tokens that
 * have headers of their own, such as {@code X-Api-Key}, signatures in URLs, and passwords before the host of a URL. A
 * pipeline does so unless it is told otherwise.
 *
 * <pre>{@code
 * Masking masking = Masking.builder()
 *         .defaults()
 *         .header("X-Tenant-Secret", MaskAs.DROP)
 *         .parameter("ticket", MaskAs.MASK)
 *         .path("user.email", MaskAs.HASH)
 *         .key(() -> vault.read("masking-key"))
 *         .build();
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class Masking {

    private static final Masking NONE = builder().build();
    private static final Masking DEFAULTS = builder().defaults().build();

    private final MaskRules rules;
    private final Texts texts;
    private final Triggers triggers;
    private final boolean idle;

    private Masking(MaskRules rules) {
        this.rules = rules;
        this.texts = new Texts(rules);
        this.triggers = new Triggers(rules);
        this.idle = rules.isEmpty();
    }

    /** {@return a masking that masks what everybody wants masked} */
    public static Masking defaults() {
        return DEFAULTS;
    }

    /** {@return a masking that leaves everything as it is} */
    public static Masking none() {
        return NONE;
    }

    /** {@return a builder that masks nothing yet} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return whether nothing is masked} */
    public boolean isNone() {
        return idle;
    }

    /**
     * An event without secrets, in its fields and in the bytes of its record. Its id stays what it was.
     *
     * @param event the event
     * @return the same event if there is nothing to mask and its record has no bytes that were not masked already
     */
    public LogEvent mask(LogEvent event) {
        if (idle) {
            return event;
        }
        Found found = new Found();
        LogEvent clean = fields(event, found);
        return clean.madeOf(record(event.record(), found));
    }

    /**
     * An event without secrets in its fields; for one that was made of a masked one.
     *
     * @param event the event
     * @return the same event if there is nothing to mask
     */
    public LogEvent maskFields(LogEvent event) {
        if (idle) {
            return event;
        }
        Found found = new Found();
        LogEvent clean = fields(event, found);
        if (found.isEmpty()) {
            return clean;
        }
        return clean.madeOf(record(clean.record(), found));
    }

    /**
     * A record whose bytes, when somebody asks for them, are without secrets. Its checksum stays that of the bytes as they
     * were read, so that ids stay what they are.
     *
     * @param record the record
     * @return the record
     */
    public RawRecord mask(RawRecord record) {
        return idle ? record : record(record, new Found());
    }

    /**
     * Bytes without secrets, as far as they are text in UTF-8, UTF-16 or a charset that has ASCII in it.
     *
     * @param bytes the bytes
     * @return the same array if there is nothing to mask
     */
    public byte[] mask(byte[] bytes) {
        return idle ? bytes : new BytesMask(texts, triggers, new Found()).mask(bytes);
    }

    /**
     * A text without secrets.
     *
     * @param text the text
     * @return the same text if there is nothing to mask
     */
    public String mask(String text) {
        byte[] bytes = idle ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        return triggers.fire(bytes, 0, bytes.length) ? texts.text(text, List.of(), 0, new Found()) : text;
    }

    private RawRecord record(RawRecord record, Found found) {
        return record.masked(new BytesMask(texts, triggers, found)::mask);
    }

    private LogEvent fields(LogEvent event, Found found) {
        EventMask mask = new EventMask(rules, texts, triggers, event, found);
        return mask.mask();
    }

    /** {@return whether anything is masked; no names, and never a key} */
    @Override
    public String toString() {
        return idle ? "no masking" : "masking";
    }

    /** Collects what is to be masked. Confined to one thread. */
    public static final class Builder {

        private final List<NameRule> fields = new ArrayList<>();
        private final List<NameRule> parameters = new ArrayList<>();
        private final List<PathRule> paths = new ArrayList<>();
        private final List<PatternRule> patterns = new ArrayList<>();
        private final Set<String> kept = new HashSet<>();
        private boolean defaults;
        private @Nullable Supplier<Secret> key;

        private Builder() {}

        /**
         * Masks what {@link Masking#defaults()} masks; what else is said here of the same names wins.
         *
         * @return this
         */
        public Builder defaults() {
            defaults = true;
            return this;
        }

        /**
         * Masks a header, cookie or field of this name, wherever it stands: as a field of an event, as a member of an object at
         * any depth, as a {@code name} beside a {@code value}, as a line of headers in a text, or as {@code name=value}. Upper
         * and lower case, hyphens and underscores make no difference, nor does {@code http_} before it.
         *
         * @param name the name
         * @param as what is left of its values
         * @return this
         */
        public Builder header(String name, MaskAs as) {
            fields.add(new NameRule(canonical(name), false, kind(canonical(name)), Objects.requireNonNull(as, "as")));
            return this;
        }

        /**
         * Masks a parameter of URLs and queries. Other fields of this name stay as they are.
         *
         * @param name the name
         * @param as what is left of its values
         * @return this
         */
        public Builder parameter(String name, MaskAs as) {
            NameRule.Kind kind = NameRule.Kind.OPAQUE;
            parameters.add(new NameRule(canonical(name), false, kind, Objects.requireNonNull(as, "as")));
            return this;
        }

        /**
         * Masks what stands at a path, all that is below it included. The path holds wherever it is the end of a way down into
         * an event or a record, so that {@code user.email} is found in an envelope and in {@code unmapped} too; indexes of
         * lists make no difference.
         *
         * @param path the path, as {@link Path#of(String)} takes it, with the log's own names
         * @param as what is left of it; a number that is masked becomes text
         * @return this
         * @throws IllegalArgumentException if it is no path
         */
        public Builder path(String path, MaskAs as) {
            List<String> names = Path.of(path).steps().stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
            paths.add(new PathRule(names, Objects.requireNonNull(as, "as")));
            return this;
        }

        /**
         * Masks what an expression finds in any text: its first group, or all that it matches if it has none. Costs a search
         * of every text of every event. A text in which it backtracks too much is masked whole.
         *
         * @param pattern the expression
         * @param as what is left of what it finds
         * @return this
         */
        public Builder pattern(Pattern pattern, MaskAs as) {
            patterns.add(new PatternRule(Objects.requireNonNull(pattern, "pattern"), Objects.requireNonNull(as, "as")));
            return this;
        }

        /**
         * Leaves a header, field or parameter as it is that {@link #defaults()} would mask.
         *
         * @param name its name, in full
         * @return this
         */
        public Builder keep(String name) {
            kept.add(canonical(name));
            return this;
        }

        /**
         * Says where the key of hashes comes from. Asked at each hash, so that it may cache; changing the key changes the
         * hashes.
         *
         * @param value gives the key, of at least 16 bytes in UTF-8; a pipeline stops if it gives none
         * @return this
         */
        public Builder key(Supplier<Secret> value) {
            key = Objects.requireNonNull(value, "key");
            return this;
        }

        /**
         * The masking.
         *
         * @return the masking, which later calls of this builder do not change
         * @throws IllegalStateException if something is to be hashed and there is no key
         */
        public Masking build() {
            boolean hashes = fields.stream().anyMatch(rule -> rule.as() == MaskAs.HASH)
                    || parameters.stream().anyMatch(rule -> rule.as() == MaskAs.HASH)
                    || paths.stream().anyMatch(rule -> rule.as() == MaskAs.HASH)
                    || patterns.stream().anyMatch(rule -> rule.as() == MaskAs.HASH);
            if (hashes && key == null) {
                throw new IllegalStateException(
                        "something is to be masked as HASH, which needs a key: give one with key(...)");
            }
            List<NameRule> allFields = new ArrayList<>(fields);
            List<NameRule> allParameters = new ArrayList<>(parameters);
            if (defaults) {
                allFields.addAll(Names.defaultFields());
                allParameters.addAll(Names.defaultParameters());
            }
            Names names = new Names(allFields, allParameters, kept);
            return new Masking(new MaskRules(names, paths, patterns, new Values(new Hasher(key)), defaults));
        }

        private static String canonical(String name) {
            String canonical = Names.canonical(Objects.requireNonNull(name, "name"));
            if (canonical.isEmpty()) {
                throw new IllegalArgumentException(
                        "'" + name + "' is no name to mask: it must have 1 to " + Names.LONGEST + " characters");
            }
            return canonical;
        }

        private static NameRule.Kind kind(String canonical) {
            return canonical.endsWith("authorization")
                    ? NameRule.Kind.CREDENTIALS
                    : canonical.endsWith("cookie") || canonical.endsWith("cookies") || canonical.endsWith("cookie2")
                            ? NameRule.Kind.COOKIES
                            : NameRule.Kind.OPAQUE;
        }
    }
}
