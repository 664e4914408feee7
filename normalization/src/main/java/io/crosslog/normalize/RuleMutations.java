package io.crosslog.normalize;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Alters rules in every way that would make them wrong, one at a time: without a mapping or one of its ways, with another
 * source, constant, word of a table, unit, zone or format, with a condition turned round or without one of its parts. A change
 * that no golden file notices is a mapping that nobody has tested.
 *
 * <pre>{@code
 * RuleSet rules = RuleSet.builder().file(Path.of("rules/acme-proxy.yaml")).build();
 * List<GoldenFiles.Golden> golden = GoldenFiles.in(directory, decoder, RuleNormalizer.of(rules));
 * assertThat(RuleMutations.of(rules).unnoticed(changed -> GoldenFiles.notice(golden, changed))).isEmpty();
 * }</pre>
 *
 * <p>Not altered are names, versions, titles, {@code include}, {@code extends} and {@code each}; nor overrides, settings and
 * assignments that are not in a file; nor built-in parts that a file includes, unless they were added to the set by name. A change with
 * which the rules cannot be compiled is noticed by whoever loads them, and counts as such. {@code docs/trust.md} tells more.
 *
 * <p>Immutable and thread-safe.
 */
public final class RuleMutations {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");

    private final List<RuleMutation> all;

    private RuleMutations(List<RuleMutation> all) {
        this.all = List.copyOf(all);
    }

    /**
     * All changes of some files of a set.
     *
     * @param rules the set
     * @param files the files' names, as the set was given them, or their ends, such as {@code acme-proxy.yaml}; none for all
     * @return the changes
     * @throws IllegalArgumentException if the set has no such file
     */
    public static RuleMutations of(RuleSet rules, String... files) {
        Set<String> unknown = new HashSet<>(List.of(files));
        Set<String> told = told(rules.texts());
        ReadFiles read = new ReadFiles();
        List<RuleMutation> found = new ArrayList<>();
        for (RuleRecipe.Text text : rules.texts()) {
            boolean wanted = files.length == 0;
            for (String file : files) {
                if (text.name().endsWith(file)) {
                    unknown.remove(file);
                    wanted = true;
                }
            }
            if (wanted) {
                MutatedFile mutated = new MutatedFile(text, changed -> rules.with(text, changed, read));
                found.addAll(new FileMutations(mutated, told).find());
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("the set has no files " + unknown + "; it has "
                    + rules.texts().stream().map(RuleRecipe.Text::name).toList());
        }
        return new RuleMutations(found);
    }

    /** {@return all changes, in the order of the files and of their lines} */
    public List<RuleMutation> all() {
        return all;
    }

    /**
     * Some of the changes, evenly spread, for a test that must be quick.
     *
     * @param most how many at most
     * @return these changes
     */
    public RuleMutations some(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most was " + most + " but must be at least 1");
        }
        List<RuleMutation> some = new ArrayList<>();
        for (int i = 0; i < Math.min(most, all.size()); i++) {
            some.add(all.get((int) ((long) i * all.size() / Math.min(most, all.size()))));
        }
        return new RuleMutations(some);
    }

    /**
     * The changes that a test does not notice. Takes some milliseconds for each, on all processors.
     *
     * @param noticed the test: whether the changed rules make anything else than they should; several threads ask it at once
     * @return the changes for which it was false, in order
     */
    public List<RuleMutation> unnoticed(Predicate<? super RuleNormalizer> noticed) {
        Objects.requireNonNull(noticed, "noticed");
        return all.parallelStream()
                .filter(mutation -> mutation.normalizer()
                        .filter(changed -> !noticed.test(changed))
                        .isPresent())
                .toList();
    }

    /** The settings that are texts for people: named where it is said what a mapping was inferred from, and nowhere else. */
    private static Set<String> told(List<RuleRecipe.Text> texts) {
        Set<String> told = new HashSet<>();
        Set<String> used = new HashSet<>();
        for (RuleRecipe.Text text : texts) {
            new MutatedFile(text, RuleMutations::never)
                    .documents()
                    .forEach(document -> references(document, used, told));
        }
        told.removeAll(used);
        return told;
    }

    private static void references(Node node, Set<String> used, Set<String> told) {
        if (node instanceof ScalarNode) {
            Matcher matcher = REFERENCE.matcher(YamlNodes.text(node));
            while (matcher.find()) {
                used.add(matcher.group(1));
            }
        } else {
            for (NodeTuple member : YamlNodes.members(node)) {
                boolean inferred = YamlNodes.name(member).equals("inferred");
                references(member.getKeyNode(), used, told);
                references(member.getValueNode(), inferred ? told : used, told);
            }
            if (node instanceof SequenceNode) {
                YamlNodes.items(node).forEach(item -> references(item, used, told));
            }
        }
    }

    private static RuleSet never(RuleRecipe.Text text) {
        throw new IllegalStateException(text.name() + " is only read");
    }
}
