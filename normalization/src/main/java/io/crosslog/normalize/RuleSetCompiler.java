package io.crosslog.normalize;

import io.crosslog.ocsf.OcsfSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Compiles a set of rules, and tells all that is wrong with any of them. Confined to one thread. */
final class RuleSetCompiler {

    private static final String UNRECOGNISED = RuleLibrary.UNRECOGNISED;

    private static final String UNRECOGNISED_RULE =
            "rule: " + UNRECOGNISED + "\nversion: 1\nclass: base_event\nmap: {}\n";

    private final RuleRecipe recipe;
    private final RuleCompiler compiler;
    private final Problems problems = new Problems();
    private final RuleLibrary library = new RuleLibrary(problems);
    private final Set<RuleRecipe.Setting> used = new HashSet<>();
    private final Set<String> declared = new TreeSet<>();

    RuleSetCompiler(RuleRecipe recipe, SetOptions options) {
        this.recipe = recipe;
        this.compiler = new RuleCompiler(OcsfSchema.bundled(), options);
    }

    /**
     * Compiles the set.
     *
     * @throws RuleException if anything is wrong
     */
    RuleSelection compile() {
        return compile((name, layers) -> compiler.compile(layers), file -> new ReadFiles(), true);
    }

    /**
     * Compiles the set anew after a file was changed: rules that have nothing of it are as they were. What has become useless by
     * the change is not told, so that whoever changes it on purpose sees what comes of it.
     *
     * @param before the set before the change
     * @param changed the name of the file
     * @param read what was read of the other files, and will be
     * @throws RuleException if anything is wrong
     */
    RuleSelection compile(RuleSelection before, String changed, ReadFiles read) {
        return compile(
                (name, layers) -> {
                    Optional<Rule> same = layers.has(changed) ? Optional.empty() : before.named(name);
                    return same.orElseGet(() -> compiler.compile(layers));
                },
                file -> file.equals(changed) ? new ReadFiles() : read,
                false);
    }

    private RuleSelection compile(
            BiFunction<String, RuleLayers, Rule> toRule, Function<String, ReadFiles> read, boolean tellsUnused) {
        library.add(UNRECOGNISED, UNRECOGNISED_RULE, read.apply(UNRECOGNISED));
        Map<String, Integer> files = new HashMap<>();
        for (RuleRecipe.Text text : recipe.texts()) {
            // Two of one name would leave open which of them a problem lies in.
            int same = files.merge(text.name(), 1, Integer::sum);
            library.add(
                    same == 1 ? text.name() : text.name() + " (" + same + ")", text.yaml(), read.apply(text.name()));
        }
        if (!recipe.texts().isEmpty() && names().isEmpty() && problems.isEmpty()) {
            wrong(String.join(", ", files.keySet()), "there is no rule here, only what rules are made of");
        }
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (RuleRecipe.Change change : recipe.overrides()) {
            int number = numbers.merge(change.rule(), 1, Integer::sum);
            library.override(change.rule(), "override " + number + " of " + change.rule(), change.yaml());
        }
        Map<String, Rule> rules = new LinkedHashMap<>();
        Map<String, RuleLayers> sources = new LinkedHashMap<>();
        for (String name : library.names()) {
            library.layers(name).ifPresent(layers -> {
                layers.settings(settings(layers));
                rules.put(name, toRule.apply(name, layers));
                sources.put(name, layers);
            });
        }
        library.checkOverrides();
        if (library.isComplete()) {
            checkSettings();
        }
        String rest = rest();
        List<RuleSelection.Assigned> assigned = new ArrayList<>();
        for (RuleRecipe.Assignment one : recipe.assignments()) {
            known(one.rule(), "assignment of " + one.attribute() + " " + one.value());
            Rule rule = rules.get(one.rule());
            if (rule != null) {
                assigned.add(new RuleSelection.Assigned(one.attribute(), one.value(), rule));
            }
        }
        known(rest, "otherwise");
        List<Rule> tried = tried(rules, rest);
        if (problems.isEmpty()) {
            shadows(tried, assigned, sources);
        }
        // Where something else is wrong, that may be why.
        if (problems.isEmpty() && tellsUnused) {
            new Unused().tell(sources.values(), compiler.openedInVain());
        }
        problems.throwIfAny();
        return new RuleSelection(tried, assigned, Objects.requireNonNull(rules.get(rest), rest));
    }

    /** The settings of a rule, with the values that users give. */
    private Map<String, String> settings(RuleLayers layers) {
        Map<String, String> values = layers.settings();
        declared.addAll(values.keySet());
        for (RuleRecipe.Setting setting : recipe.settings()) {
            if (values.containsKey(setting.name()) && setting.rules().covers(layers.name())) {
                values.put(setting.name(), setting.value());
                used.add(setting);
            }
        }
        return values;
    }

    private void checkSettings() {
        for (RuleRecipe.Setting setting : recipe.settings()) {
            if (used.contains(setting)) {
                continue;
            }
            String pattern = setting.rules().pattern();
            String of = pattern.equals(RuleScope.ALL) ? "" : " of " + pattern;
            if (library.names().stream().noneMatch(setting.rules()::covers)) {
                wrong("setting " + setting.name() + of, "there is no such rule" + YamlValue.nearest(pattern, names()));
            } else {
                wrong(
                        "setting " + setting.name() + of,
                        "no rule declares it under 'settings'"
                                + (declared.isEmpty() ? "" : YamlValue.nearest(setting.name(), declared)));
            }
        }
    }

    /** The rule for events that no rule matches. */
    private String rest() {
        if (recipe.otherwise() != null) {
            return recipe.otherwise();
        }
        if (recipe.rests().size() > 1) {
            wrong(
                    "otherwise",
                    "the sets that were included name several rules for what no rule matches: "
                            + String.join(", ", new TreeSet<>(recipe.rests())) + "; choose one with otherwise(…)");
        }
        return recipe.rests().isEmpty()
                ? UNRECOGNISED
                : recipe.rests().iterator().next();
    }

    private List<Rule> tried(Map<String, Rule> rules, String rest) {
        Set<String> last = new LinkedHashSet<>(recipe.rests());
        last.add(UNRECOGNISED);
        last.add(rest);
        return rules.values().stream()
                .filter(rule -> !last.contains(rule.name()))
                .toList();
    }

    /** Notes rules that no event ever reaches: others take all that they match before they are asked. */
    private void shadows(List<Rule> tried, List<RuleSelection.Assigned> assigned, Map<String, RuleLayers> sources) {
        Set<String> chosen = new HashSet<>();
        assigned.forEach(one -> chosen.add(one.rule().name()));
        for (Shadow shadow : Shadow.of(tried)) {
            if (!chosen.contains(shadow.rule())) {
                Objects.requireNonNull(sources.get(shadow.rule()), "rule")
                        .wrongName("rule '" + shadow.rule() + "' is never reached: all that it matches is taken by "
                                + shadow.by() + "; add it earlier, or give one of them another 'match'");
            }
        }
    }

    private void known(String rule, String where) {
        if (library.isComplete() && !library.names().contains(rule)) {
            wrong(where, "there is no rule '" + rule + "'" + YamlValue.nearest(rule, names()));
        }
    }

    private List<String> names() {
        return library.names().stream()
                .filter(name -> !name.equals(UNRECOGNISED))
                .toList();
    }

    private void wrong(String where, String message) {
        problems.add(new RuleProblem(where, 0, 0, message));
    }
}
