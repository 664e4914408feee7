package io.crosslog.normalize;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rules and parts by name, and what changes them. Confined to one thread. */
final class RuleLibrary {

    /** The rule for events that no other matches; it is in every set, and nobody means it by another name. */
    static final String UNRECOGNISED = "crosslog/unrecognised";

    private static final String BUILT_IN = "io/crosslog/rules/";

    /** How far rules may extend each other, and parts include each other: bounded, as a file could else multiply itself. */
    private static final int MAX_DEPTH = 16;

    private static final int MAX_LAYERS = 500;

    private final Problems problems;
    private final Map<String, RuleText> rules = new LinkedHashMap<>();
    private final Map<String, RuleText> parts = new LinkedHashMap<>();
    private final Map<String, RuleText> extended = new LinkedHashMap<>();
    private final List<RuleText> overrides = new ArrayList<>();
    private boolean complete = true;
    private boolean whole = true;

    RuleLibrary(Problems problems) {
        this.problems = problems;
    }

    /** Adds the documents of a file that may have been read before. */
    void add(String file, String text, ReadFiles before) {
        List<YamlValue> documents = YamlReader.read(new YamlFile(file, problems), text, before);
        complete &= !documents.isEmpty();
        for (YamlValue document : documents) {
            RuleText.read(document).ifPresent(this::add);
        }
    }

    /** Whether all files are YAML, so that what is missing is really missing. */
    boolean isComplete() {
        return complete;
    }

    private void add(RuleText read) {
        switch (read.kind()) {
            case PART -> {
                PartUse.check(read);
                addNew(read, parts, "part");
            }
            case OVERRIDE -> overrides.add(read);
            case RULE -> {
                YamlValue override = read.sections().get("override");
                if (override == null || !override.isTrue()) {
                    addNew(read, rules, "rule");
                    return;
                }
                String near = nearest(read.name(), rules.keySet());
                if (rules.put(read.name(), read) == null && complete) {
                    override.wrong("there is no rule '" + read.name() + "' to replace" + near);
                }
            }
        }
    }

    private static void addNew(RuleText read, Map<String, RuleText> known, String kind) {
        RuleText first = known.putIfAbsent(read.name(), read);
        if (first != null) {
            YamlValue name = read.sections().getOrDefault(kind, read.root());
            name.wrong("the " + kind + " '" + read.name() + "' is at "
                    + first.sections().getOrDefault(kind, first.root()).place() + " already; give this one another name"
                    + (kind.equals("rule") ? ", or write 'override: true' to replace that one" : ""));
        }
    }

    /** Adds mappings that replace those of a rule. */
    void override(String rule, String label, String yaml) {
        for (YamlValue map : YamlReader.read(new YamlFile(label, problems), yaml)) {
            overrides.add(RuleText.override(rule, map));
        }
    }

    Collection<String> names() {
        return rules.keySet();
    }

    /** Notes overrides that name no rule, once all rules have been put together. */
    void checkOverrides() {
        for (RuleText override : complete ? overrides : List.<RuleText>of()) {
            YamlValue name = override.sections().get("override");
            boolean known = rules.containsKey(override.name()) || extended.containsKey(override.name());
            if (!known && name != null) {
                name.wrong("there is no rule '" + override.name() + "' to override"
                        + nearest(override.name(), rules.keySet()));
            } else if (!known) {
                problems.add(new RuleProblem(
                        "override of " + override.name(),
                        0,
                        0,
                        "there is no such rule" + nearest(override.name(), rules.keySet())));
            }
        }
    }

    private static String nearest(String name, Collection<String> known) {
        return YamlValue.nearest(
                name, known.stream().filter(one -> !one.equals(UNRECOGNISED)).toList());
    }

    /**
     * A rule with all that it takes from elsewhere.
     *
     * @return the rule; empty if it takes from what may be in a file that could not be read
     */
    Optional<RuleLayers> layers(String rule) {
        RuleText text = rules.get(rule);
        if (text == null) {
            throw new IllegalArgumentException("there is no rule '" + rule + "'");
        }
        Map<String, RuleText> layers = new LinkedHashMap<>();
        whole = true;
        RuleText own = collect(text, layers, new HashSet<>());
        return whole ? Optional.of(new RuleLayers(own, List.copyOf(layers.values()), isBase(rule))) : Optional.empty();
    }

    private boolean isBase(String rule) {
        return rules.values().stream()
                .map(text -> text.sections().get("extends"))
                .anyMatch(base ->
                        base != null && base.isScalar() && base.rendered().equals(rule));
    }

    private RuleText collect(RuleText text, Map<String, RuleText> layers, Set<String> onTheWay) {
        RuleText own = text.in(new YamlFile(text.file().name(), problems));
        onTheWay.add(text.name());
        YamlValue base = own.sections().get("extends");
        if (base != null) {
            RuleText extended = ruleOrBuiltIn(base.text());
            if (extended == null && !complete) {
                whole = false;
            } else if (extended == null) {
                String missing = base.word("the name of a rule");
                base.wrong("there is no rule '" + missing + "' to extend" + nearest(missing, rules.keySet()));
            } else if (onTheWay.contains(base.text())) {
                base.wrong("'" + base.text() + "' extends itself");
            } else if (onTheWay.size() > MAX_DEPTH) {
                base.wrong("rules extend each other at most " + MAX_DEPTH + " deep");
            } else {
                collect(extended, layers, onTheWay);
            }
        }
        add(own, layers);
        int number = 0;
        for (RuleText override : overrides) {
            if (override.name().equals(text.name())) {
                RuleText change = override.in(new YamlFile(override.file().name(), problems));
                includes(change, layers, new HashSet<>());
                layers.put("override " + ++number + " of " + text.name(), change);
            }
        }
        return own;
    }

    private void add(RuleText rule, Map<String, RuleText> layers) {
        includes(rule, layers, new HashSet<>());
        layers.put("rule " + rule.name(), rule);
    }

    private void includes(RuleText text, Map<String, RuleText> layers, Set<String> onTheWay) {
        for (YamlValue item : text.items("include")) {
            YamlValue name = PartUse.name(item);
            RuleText part = part(name.text());
            if (layers.size() > MAX_LAYERS || onTheWay.size() > MAX_DEPTH) {
                item.wrong("parts include each other at most " + MAX_DEPTH + " deep, and a rule is made of at most "
                        + MAX_LAYERS);
                return;
            } else if (part == null && !complete) {
                whole = false;
            } else if (part == null) {
                name.wrong("no part '" + name.text() + "' was loaded" + nearest(name.text(), parts.keySet()));
            } else if (onTheWay.contains(part.name())) {
                name.wrong("'" + part.name() + "' includes itself");
            } else {
                PartUse use = PartUse.of(item, part, problems);
                if (!layers.containsKey(use.key())) {
                    onTheWay.add(part.name());
                    includes(use.text(), layers, onTheWay);
                    onTheWay.remove(part.name());
                    layers.put(use.key(), use.text());
                }
            }
        }
    }

    private @Nullable RuleText ruleOrBuiltIn(String name) {
        RuleText rule = rules.get(name);
        return rule == null ? builtIn(name, RuleText.Kind.RULE, extended) : rule;
    }

    private @Nullable RuleText part(String name) {
        RuleText part = parts.get(name);
        return part == null ? builtIn(name, RuleText.Kind.PART, parts) : part;
    }

    /** A rule or part that this module brings along; its file is called after it. */
    private @Nullable RuleText builtIn(String name, RuleText.Kind kind, Map<String, RuleText> known) {
        String resource = BUILT_IN + name + ".yaml";
        if (!known.containsKey(name) && name.matches("[a-z0-9/-]+")) {
            try (InputStream in = RuleLibrary.class.getClassLoader().getResourceAsStream(resource)) {
                if (in != null) {
                    String text = RuleFiles.text(in);
                    for (YamlValue document : YamlReader.read(new YamlFile(resource, problems), text)) {
                        RuleText.read(document)
                                .filter(read ->
                                        read.kind() == kind && read.name().equals(name))
                                .ifPresent(read -> known.put(name, read));
                    }
                }
            } catch (IOException e) {
                problems.add(new RuleProblem(resource, 0, 0, "cannot be read: " + e));
            }
        }
        return known.get(name);
    }
}
