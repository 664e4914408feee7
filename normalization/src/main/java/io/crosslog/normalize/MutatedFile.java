package io.crosslog.normalize;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.Node;

/** A rule file, and the changes of it that were thought of. Confined to one thread. */
final class MutatedFile {

    /** What may stand in the place of a constant: the first that the attribute takes. */
    static final List<String> OTHERS = List.of(
            "Other",
            "Unknown",
            "Low",
            "High",
            "Success",
            "Failure",
            "Allowed",
            "Denied",
            "Create",
            "Update",
            "changed",
            "false",
            "true",
            "1",
            "2",
            "7",
            "198.51.100.77");

    private static final int LONGEST = 60;

    private final RuleRecipe.Text file;
    private final Function<RuleRecipe.Text, RuleSet> compiler;
    private final List<Node> documents = new ArrayList<>();
    private final List<RuleMutation> found = new ArrayList<>();

    /**
     * A file without any change yet.
     *
     * @param file the file, which must be right
     * @param compiler makes a set of rules with a changed file in its place
     */
    MutatedFile(RuleRecipe.Text file, Function<RuleRecipe.Text, RuleSet> compiler) {
        this.file = file;
        this.compiler = compiler;
        LoadSettings load = LoadSettings.builder().setLabel(file.name()).build();
        new Compose(load).composeAllFromString(file.yaml()).forEach(documents::add);
    }

    List<Node> documents() {
        return documents;
    }

    List<RuleMutation> found() {
        return found;
    }

    /** Takes a value away. */
    void without(Node node, String where) {
        add(List.of(node), where, "without " + brief(node), Collections.singletonList(null));
    }

    /** Takes several values away at once. */
    void without(List<Node> nodes, String where) {
        String how =
                "without " + brief(nodes.get(0)) + (nodes.size() == 1 ? "" : ", here and wherever else it says so");
        add(nodes, where, how, Collections.singletonList(null));
    }

    /** Takes an item of a list away, if it is not the only one. */
    void withoutOneOf(Node list, Node item, String where) {
        if (YamlNodes.items(list).size() > 1) {
            without(item, where);
        }
    }

    /** Puts one of some texts in the place of another: the first with which the rules can be compiled. */
    void change(Node node, String where, String how, List<String> texts) {
        List<String> others = texts.stream()
                .filter(text -> !text.equals(YamlNodes.text(node)))
                .map(text -> text.matches("true|false|[0-9]+") ? text : FlowYaml.quoted(text))
                .toList();
        add(List.of(node), where, how + " than " + brief(node), new ArrayList<>(others));
    }

    /** Turns a condition round. */
    void turn(Node condition, String where) {
        String turned = "{not: " + new FlowYaml().write(condition) + "}";
        add(List.of(condition), where, "the other way round", Collections.singletonList(turned));
    }

    private void add(List<Node> nodes, String where, String how, List<@Nullable String> texts) {
        List<Supplier<RuleSet>> sets = new ArrayList<>();
        texts.forEach(text -> sets.add(() -> compiler.apply(new RuleRecipe.Text(file.name(), changed(nodes, text)))));
        int line = nodes.get(0).getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        found.add(new RuleMutation(file.name(), line, where + ": " + how, sets));
    }

    private String changed(List<Node> nodes, @Nullable String text) {
        FlowYaml yaml = new FlowYaml();
        nodes.forEach(node -> yaml.change(node, text));
        return documents.stream().map(yaml::write).collect(Collectors.joining("\n---\n"));
    }

    private static String brief(Node node) {
        String text = new FlowYaml().write(node);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }
}
