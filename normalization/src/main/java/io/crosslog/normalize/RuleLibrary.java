package io.crosslog.normalize;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Rule files by name, and what they include. Confined to one thread. */
final class RuleLibrary {

    private static final String BUILT_IN = "io/crosslog/rules/";

    private final Map<String, String> settings;
    private final Problems problems;
    private final Map<String, RuleText> rules = new LinkedHashMap<>();
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final Set<String> declared = new TreeSet<>();

    RuleLibrary(Map<String, String> settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
    }

    /** Adds a file; a rule of the same name that was added before is replaced. */
    void add(String file, String text) {
        RuleText.read(file, text, settings, problems).ifPresent(read -> {
            declared.addAll(read.declared());
            if (read.isPart()) {
                parts.put(read.name(), new Part(file, text));
            } else {
                rules.put(read.name(), read);
            }
        });
    }

    /** The settings that any of the files declares. */
    Set<String> declared() {
        return declared;
    }

    Map<String, RuleText> rules() {
        return rules;
    }

    /** A rule's file and the parts it includes, the innermost part first, the rule last. They share their settings. */
    List<RuleText> withParts(RuleText rule) {
        Map<String, RuleText> all = new LinkedHashMap<>();
        Map<String, String> shared = new LinkedHashMap<>(rule.file().settings());
        collect(rule, shared, new HashSet<>(), all);
        all.values().forEach(text -> text.file().settings().forEach(shared::putIfAbsent));
        all.values().forEach(text -> shared.forEach(text.file()::set));
        Map<String, YamlValue> tables = new LinkedHashMap<>();
        all.values().forEach(text -> tables.putAll(text.file().tables()));
        all.values().forEach(text -> text.file().tables().putAll(tables));
        return List.copyOf(all.values());
    }

    private void collect(RuleText text, Map<String, String> shared, Set<String> onTheWay, Map<String, RuleText> all) {
        onTheWay.add(text.name());
        for (YamlValue include : text.items("include")) {
            String name = include.text();
            Part part = part(name);
            if (part == null) {
                include.wrong("no part '" + name + "' was loaded"
                        + (parts.isEmpty() ? "" : YamlValue.nearest(name, parts.keySet())));
            } else if (onTheWay.contains(name)) {
                include.wrong("'" + name + "' includes itself");
            } else if (!all.containsKey(name)) {
                RuleText.read(part.file, part.text, shared, problems)
                        .ifPresent(read -> collect(read, shared, onTheWay, all));
            }
        }
        onTheWay.remove(text.name());
        all.put(text.name(), text);
    }

    /** A part that was added, else one that is built in. */
    private @Nullable Part part(String name) {
        String resource = BUILT_IN + name + ".yaml";
        if (!parts.containsKey(name) && name.matches("[a-z0-9/-]+")) {
            try (InputStream in = RuleLibrary.class.getClassLoader().getResourceAsStream(resource)) {
                if (in != null) {
                    add(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                problems.add(new RuleProblem(resource, 0, 0, "cannot be read: " + e));
            }
        }
        return parts.get(name);
    }

    /** A part as it was loaded; it is read anew for each rule that includes it, with the settings of that rule. */
    private record Part(String file, String text) {}
}
