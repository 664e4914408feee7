package io.crosslog.normalize;

import io.crosslog.credentials.Secret;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rules, compiled: which events each is for, and what it makes of them. Give it to a {@link RuleNormalizer}.
 *
 * <p>A rule is a YAML file; {@code docs/rules.md} describes the language. The first rule that matches an event translates
 * it; an event that no rule matches becomes a base event with all its fields in {@code unmapped}, and is counted as
 * {@code unrecognised}. Everything that is wrong in rules, overrides and settings is found when the set is built.
 *
 * <pre>{@code
 * RuleSet rules = RuleSet.builder()
 *         .file(Path.of("rules/acme-proxy.yaml"))
 *         .override("acme/proxy", "severity_id: {from: level, values: {1: Low, 2: High}}")
 *         .build();
 * }</pre>
 *
 * <p>Defaults: no raw data, empty values dropped, no key for masks. Immutable and thread-safe.
 */
public final class RuleSet {

    private final RuleRecipe recipe;
    private final SetOptions options;
    private final RuleSelection selection;

    private RuleSet(RuleRecipe recipe, SetOptions options, RuleSelection selection) {
        this.recipe = recipe;
        this.options = options;
        this.selection = selection;
    }

    /** {@return a builder without rules} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the names of the rules, in the order in which they are tried} */
    public List<String> names() {
        return selection.rules().stream().map(Rule::name).toList();
    }

    /**
     * What one rule can write.
     *
     * @param rule its name
     * @return the attributes that it maps, in the order of the rule; without those that the engine and OCSF add
     * @throws IllegalArgumentException if there is no such rule
     */
    public List<MappedAttribute> attributesOf(String rule) {
        return selection.find(rule).mapped();
    }

    /**
     * What all rules together can write, for an index or a table of the result.
     *
     * @return each attribute once, by path, those that the engine adds among them; text beside a number, such as {@code
     *     severity} beside {@code severity_id}, is there too
     */
    public List<MappedAttribute> attributes() {
        Map<String, MappedAttribute> all = new TreeMap<>();
        for (Rule rule : selection.rules()) {
            rule.mapped().forEach(attribute -> all.putIfAbsent(attribute.path(), attribute));
            rule.programs().forEach(program -> WrittenByEngine.of(program.plan(), rule.mapped())
                    .forEach(attribute -> all.putIfAbsent(attribute.path(), attribute)));
        }
        return List.copyOf(all.values());
    }

    /** Chooses the rule for an event. */
    RuleSelection selection() {
        return selection;
    }

    /** The rule files, in order. */
    List<RuleRecipe.Text> texts() {
        return recipe.texts();
    }

    /** The same set with another file in the place of one. */
    RuleSet with(RuleRecipe.Text file, RuleRecipe.Text other, ReadFiles read) {
        RuleRecipe changed = recipe.with(file, other);
        RuleSetCompiler compiler = new RuleSetCompiler(changed, options);
        return new RuleSet(changed, options, compiler.compile(selection, file.name(), read));
    }

    /** Collects rules and settings. Confined to one thread. */
    public static final class Builder {

        /** Below this a key can be found by trying. */
        private static final int SHORTEST_KEY = 16;

        private final List<RuleRecipe.Text> texts = new ArrayList<>();
        private final List<RuleRecipe.Change> overrides = new ArrayList<>();
        private final List<RuleRecipe.Setting> settings = new ArrayList<>();
        private final List<RuleRecipe.Setting> settingsOfIncluded = new ArrayList<>();
        private final List<RuleRecipe.Assignment> assignments = new ArrayList<>();
        private final List<RuleRecipe.Assignment> assignmentsOfIncluded = new ArrayList<>();
        private final Set<String> rests = new LinkedHashSet<>();
        private @Nullable String otherwise;
        private int rawDataLimit;
        private boolean keepEmpty;
        private @Nullable Secret maskKey;

        private Builder() {}

        /**
         * Takes in all rules of another set, such as a built-in one, with its overrides, settings and assignments. What this
         * builder sets and assigns wins over them; whether raw data and empty values are kept, and the key of masks, are this
         * builder's alone. If one set that is included has a rule for events that no rule matches, it is this set's, too.
         *
         * @param rules the other set
         * @return this
         */
        public Builder include(RuleSet rules) {
            RuleRecipe other = rules.recipe;
            Set<String> names = new LinkedHashSet<>(rules.names());
            names.add(rules.selection.otherwise().name());
            texts.addAll(other.texts());
            overrides.addAll(other.overrides());
            other.settings()
                    .forEach(setting -> settingsOfIncluded.add(
                            new RuleRecipe.Setting(setting.rules().within(names), setting.name(), setting.value())));
            assignmentsOfIncluded.addAll(other.assignments());
            rests.addAll(other.rests());
            if (other.otherwise() != null) {
                rests.add(other.otherwise());
            }
            return this;
        }

        /**
         * Adds a rule file of the class path, such as {@code io/crosslog/rules/tencent/waf-attack.yaml}.
         *
         * @param name the resource's name, without a leading slash
         * @return this
         * @throws IllegalArgumentException if there is no such resource
         */
        public Builder resource(String name) {
            return text(name, RuleFiles.resource(name));
        }

        /**
         * Adds a rule file.
         *
         * @param path the file, in UTF-8
         * @return this
         * @throws UncheckedIOException if it cannot be read
         */
        public Builder file(Path path) {
            return text(path.toString(), RuleFiles.read(path));
        }

        /**
         * Adds all rule files of a directory and of those below it: what ends with {@code .yaml} or {@code .yml}, in the order
         * of their paths. Rules are tried in that order, so names such as {@code 10-proxy.yaml} settle it.
         *
         * @param directory the directory
         * @return this
         * @throws IllegalArgumentException if there is no rule file in it
         * @throws UncheckedIOException if it cannot be read
         */
        public Builder directory(Path directory) {
            RuleFiles.in(directory).forEach(this::file);
            return this;
        }

        /**
         * Adds the text of a rule file. A rule of a name that is there already is a mistake, unless its file says {@code
         * override: true}: then it takes the other's place.
         *
         * @param name what to call it in problems
         * @param yaml its content
         * @return this
         */
        public Builder text(String name, String yaml) {
            texts.add(new RuleRecipe.Text(Objects.requireNonNull(name, "name"), Objects.requireNonNull(yaml, "yaml")));
            return this;
        }

        /**
         * Replaces mappings of a rule, or adds to them: one line for one attribute, such as {@code severity_id: {from:
         * level, values: {1: High}}}; {@code severity_id: null} removes one. A replaced mapping is the user's own word, so
         * it is not taken for inferred.
         *
         * @param rule the rule's name
         * @param yaml the mappings, as they stand under {@code map} in a rule file
         * @return this
         */
        public Builder override(String rule, String yaml) {
            overrides.add(
                    new RuleRecipe.Change(Objects.requireNonNull(rule, "rule"), Objects.requireNonNull(yaml, "yaml")));
            return this;
        }

        /**
         * Sets what rule files declare under {@code settings}, such as {@code zone}, for all rules that do.
         *
         * @param name the setting's name
         * @param value its value
         * @return this
         */
        public Builder setting(String name, String value) {
            return setting(RuleScope.ALL, name, value);
        }

        /**
         * Sets what rule files declare under {@code settings} for some rules only; of several values that are set for a rule,
         * the last one counts.
         *
         * @param rules a rule's name, or {@code acme/*} for all whose names begin so
         * @param name the setting's name
         * @param value its value
         * @return this
         */
        public Builder setting(String rules, String name, String value) {
            settings.add(new RuleRecipe.Setting(
                    new RuleScope(Objects.requireNonNull(rules, "rules"), Set.of()),
                    Objects.requireNonNull(name, "name"),
                    Objects.requireNonNull(value, "value")));
            return this;
        }

        /**
         * Assigns records to a rule by what the source says of them, whatever their content; asked before any rule's own
         * match.
         *
         * @param attribute the record attribute, such as {@code tencent.topic}
         * @param value the value it must have
         * @param rule the rule's name
         * @return this
         */
        public Builder assign(String attribute, String value, String rule) {
            assignments.add(new RuleRecipe.Assignment(
                    Objects.requireNonNull(attribute, "attribute"),
                    Objects.requireNonNull(value, "value"),
                    Objects.requireNonNull(rule, "rule")));
            return this;
        }

        /**
         * Names the rule for events that no rule matches; it is not tried for others. The default knows no field and makes a
         * base event.
         *
         * @param rule the rule's name
         * @return this
         */
        public Builder otherwise(String rule) {
            otherwise = Objects.requireNonNull(rule, "rule");
            return this;
        }

        /**
         * Keeps the record's text, or that of the event's own part of it, in {@code raw_data}. The default is 0: not at all.
         *
         * @param maxBytes how much of it, from 0 to 16,777,216 bytes; {@code raw_data_size} says how much it was
         * @return this
         */
        public Builder rawData(int maxBytes) {
            if (maxBytes < 0 || maxBytes > 1 << 24) {
                throw new IllegalArgumentException("rawData was " + maxBytes + " but must be from 0 to " + (1 << 24));
            }
            rawDataLimit = maxBytes;
            return this;
        }

        /**
         * Keeps null, empty text, empty objects and empty lists in {@code unmapped}. The default is false: OCSF takes them
         * for absent.
         *
         * @param value whether to keep them
         * @return this
         */
        public Builder keepEmpty(boolean value) {
            keepEmpty = value;
            return this;
        }

        /**
         * Gives the key of the hashes that masks of rules leave ({@code do: hash}). There is none by default, and a rule that
         * needs one is a mistake then. With another key the same value has another hash.
         *
         * @param key the key, of at least 16 bytes in UTF-8
         * @return this
         * @throws IllegalArgumentException if it is shorter
         */
        public Builder maskKey(Secret key) {
            int length = key.reveal().getBytes(StandardCharsets.UTF_8).length;
            if (length < SHORTEST_KEY) {
                throw new IllegalArgumentException(
                        "maskKey had " + length + " bytes but must have at least " + SHORTEST_KEY);
            }
            maskKey = key;
            return this;
        }

        /**
         * Compiles the rules.
         *
         * @return the rules
         * @throws RuleException if anything is wrong in them; it tells all problems at once
         */
        public RuleSet build() {
            List<RuleRecipe.Setting> allSettings = new ArrayList<>(settingsOfIncluded);
            allSettings.addAll(settings);
            List<RuleRecipe.Assignment> allAssignments = new ArrayList<>(assignments);
            allAssignments.addAll(assignmentsOfIncluded);
            RuleRecipe recipe = new RuleRecipe(texts, overrides, allSettings, allAssignments, rests, otherwise);
            SetOptions options = new SetOptions(rawDataLimit, keepEmpty, maskKey);
            return new RuleSet(recipe, options, new RuleSetCompiler(recipe, options).compile());
        }
    }
}
