package io.crosslog.normalize;

import io.crosslog.ocsf.OcsfSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * <p>Defaults: no raw data, empty values dropped. Immutable and thread-safe.
 */
public final class RuleSet {

    private static final String UNRECOGNISED = "rule: crosslog/unrecognised\nversion: 1\nclass: base_event\nmap: {}\n";

    private final List<Rule> rules;
    private final List<Assignment> assignments;
    private final Rule otherwise;

    private RuleSet(List<Rule> rules, List<Assignment> assignments, Rule otherwise) {
        this.rules = List.copyOf(rules);
        this.assignments = List.copyOf(assignments);
        this.otherwise = otherwise;
    }

    /** {@return a builder without rules} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the names of the rules, in the order in which they are tried} */
    public List<String> names() {
        return rules.stream().map(Rule::name).toList();
    }

    /**
     * What one rule can write.
     *
     * @param rule its name
     * @return the attributes that it maps, in the order of the rule; without those that the engine and OCSF add
     * @throws IllegalArgumentException if there is no such rule
     */
    public List<MappedAttribute> attributesOf(String rule) {
        return find(rule).mapped();
    }

    /**
     * What all rules together can write, for an index or a table of the result.
     *
     * @return each attribute once, by path, those that the engine adds among them; text beside a number, such as {@code
     *     severity} beside {@code severity_id}, is there too
     */
    public List<MappedAttribute> attributes() {
        Map<String, MappedAttribute> all = new TreeMap<>();
        for (Rule rule : rules) {
            rule.mapped().forEach(attribute -> all.putIfAbsent(attribute.path(), attribute));
            rule.programs().forEach(program -> WrittenByEngine.of(program.plan(), rule.mapped())
                    .forEach(attribute -> all.putIfAbsent(attribute.path(), attribute)));
        }
        return List.copyOf(all.values());
    }

    /** The rule for an event; null if none was assigned and none matches. */
    @Nullable Rule select(Run run) {
        for (Assignment assignment : assignments) {
            if (assignment.value.equals(run.event().attributes().get(assignment.attribute))) {
                return assignment.rule;
            }
        }
        for (Rule rule : rules) {
            if (rule.knownBy().holds(run)) {
                return rule;
            }
        }
        for (Rule rule : rules) {
            if (rule.match().holds(run)) {
                return rule;
            }
        }
        return null;
    }

    /** The rule for events that no other rule is for. */
    Rule otherwise() {
        return otherwise;
    }

    private Rule find(String name) {
        return find(rules, name);
    }

    private static Rule find(List<Rule> rules, String name) {
        return rules.stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no rule '" + name + "'"
                        + YamlValue.nearest(name, rules.stream().map(Rule::name).toList())));
    }

    private record Assignment(String attribute, String value, Rule rule) {}

    /** Collects rules and settings. Confined to one thread. */
    public static final class Builder {

        private final Map<String, String> texts = new LinkedHashMap<>();
        private final Map<String, List<String>> overrides = new LinkedHashMap<>();
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final List<String[]> assigned = new ArrayList<>();
        private @Nullable String otherwise;
        private int rawDataLimit;
        private boolean keepEmpty;

        private Builder() {}

        /**
         * Adds a rule file of the class path, such as {@code io/crosslog/rules/tencent/waf-attack.yaml}.
         *
         * @param name the resource's name, without a leading slash
         * @return this
         * @throws IllegalArgumentException if there is no such resource
         */
        public Builder resource(String name) {
            ClassLoader own = RuleSet.class.getClassLoader();
            ClassLoader hosts = Thread.currentThread().getContextClassLoader();
            try (InputStream in = open(name, own, hosts)) {
                return text(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException("rule file " + name + " cannot be read from the class path", e);
            }
        }

        private static InputStream open(String name, ClassLoader own, @Nullable ClassLoader hosts) {
            InputStream in = hosts == null ? null : hosts.getResourceAsStream(name);
            in = in == null ? own.getResourceAsStream(name) : in;
            if (in == null) {
                throw new IllegalArgumentException("no rule file '" + name + "' is on the class path");
            }
            return in;
        }

        /**
         * Adds a rule file.
         *
         * @param path the file, in UTF-8
         * @return this
         * @throws UncheckedIOException if it cannot be read
         */
        public Builder file(Path path) {
            try {
                return text(path.toString(), Files.readString(path));
            } catch (IOException e) {
                throw new UncheckedIOException("rule file " + path + " cannot be read", e);
            }
        }

        /**
         * Adds the text of a rule file. A rule of the same name that was added before is replaced, in its place.
         *
         * @param name what to call it in problems
         * @param yaml its content
         * @return this
         */
        public Builder text(String name, String yaml) {
            texts.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(yaml, "yaml"));
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
            overrides
                    .computeIfAbsent(Objects.requireNonNull(rule, "rule"), r -> new ArrayList<>())
                    .add(Objects.requireNonNull(yaml, "yaml"));
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
            settings.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Assigns records to a rule by what the source says of them, whatever their content; asked before any rule's own
         * match.
         *
         * @param attribute the record attribute, such as {@code topic}
         * @param value the value it must have
         * @param rule the rule's name
         * @return this
         */
        public Builder assign(String attribute, String value, String rule) {
            assigned.add(new String[] {
                Objects.requireNonNull(attribute, "attribute"),
                Objects.requireNonNull(value, "value"),
                Objects.requireNonNull(rule, "rule")
            });
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
         * Keeps the record's text in {@code raw_data}. The default is 0: not at all.
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
         * Compiles the rules.
         *
         * @return the rules
         * @throws RuleException if anything is wrong in them; it tells all problems at once
         */
        public RuleSet build() {
            Problems problems = new Problems();
            RuleLibrary library = new RuleLibrary(settings, problems);
            library.add("crosslog/unrecognised", UNRECOGNISED);
            texts.forEach(library::add);
            problems.throwIfAny();
            RuleCompiler compiler = new RuleCompiler(OcsfSchema.bundled(), rawDataLimit, keepEmpty);
            List<Rule> all = new ArrayList<>();
            library.rules()
                    .values()
                    .forEach(rule ->
                            all.add(compiler.compile(library.withParts(rule), overrides(rule.name(), rule, problems))));
            unknown(library, problems);
            problems.throwIfAny();
            Rule last = find(all, otherwise == null ? "crosslog/unrecognised" : otherwise);
            List<Assignment> assignments = assigned.stream()
                    .map(a -> new Assignment(a[0], a[1], find(all, a[2])))
                    .toList();
            all.removeIf(rule -> List.of("crosslog/unrecognised", last.name()).contains(rule.name()));
            return new RuleSet(all, assignments, last);
        }

        private Map<String, RuleText.Entry> overrides(String rule, RuleText text, Problems problems) {
            Map<String, RuleText.Entry> entries = new LinkedHashMap<>();
            int n = 0;
            for (String yaml : overrides.getOrDefault(rule, List.of())) {
                YamlFile file = new YamlFile("override " + ++n + " of " + rule, problems);
                file.tables().putAll(text.file().tables());
                text.root()
                        .file()
                        .settingNames()
                        .forEach(name -> file.set(
                                name,
                                Objects.requireNonNullElse(text.root().file().setting(name), "")));
                YamlReader.read(file, yaml).ifPresent(root -> root.members()
                        .forEach((key, value) -> entries.put(key, new RuleText.Entry(root.keyOf(key), value))));
            }
            return entries;
        }

        private void unknown(RuleLibrary library, Problems problems) {
            for (String rule : overrides.keySet()) {
                if (!library.rules().containsKey(rule)) {
                    problems.add(new RuleProblem(
                            "override of " + rule,
                            0,
                            0,
                            "there is no such rule"
                                    + YamlValue.nearest(rule, library.rules().keySet())));
                }
            }
            for (String setting : settings.keySet()) {
                if (!library.declared().contains(setting)) {
                    problems.add(new RuleProblem(
                            "setting " + setting,
                            0,
                            0,
                            "no rule declares it under 'settings'" + YamlValue.nearest(setting, library.declared())));
                }
            }
        }
    }
}
