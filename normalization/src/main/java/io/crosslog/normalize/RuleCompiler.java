package io.crosslog.normalize;

import io.crosslog.ocsf.OcsfSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compiles rules: looks up every name, so that whatever is wrong is told when a rule is loaded. Confined to one thread. */
final class RuleCompiler {

    /** What {@code match} says of a rule for records that are assigned to it, and no others. */
    private static final String ASSIGNED = "assigned";

    private final OcsfSchema schema;
    private final SetOptions options;
    private final List<YamlValue> vain = new ArrayList<>();

    RuleCompiler(OcsfSchema schema, SetOptions options) {
        this.schema = schema;
        this.options = options;
    }

    /** The texts that rules take apart in vain, as no path leads into them: all but those whose readers somebody has overridden. */
    List<YamlValue> openedInVain() {
        return List.copyOf(vain);
    }

    Rule compile(RuleLayers rule) {
        Scope scope = scope(rule);
        Condition matches = match(rule, scope.unopened());
        YamlValue knownBy = rule.section("known_by");
        Reach reach = Reach.read(rule, scope, matches);
        ProgramCompiler programs = new ProgramCompiler(schema, rule, scope, reach, options.rawDataLimit());
        List<Program> compiled = programs.compile();
        return new Rule(
                rule.name(),
                knownBy == null ? Condition.NEVER : new ConditionReader(scope.unopened()).read(knownBy),
                matches,
                new MaskReader(rule, scope, options.maskKey()).read(),
                opens(rule, scope),
                reach.filters(),
                each(rule, scope),
                compiled,
                options.keepEmpty() ? null : scope.absence(),
                programs.mapped());
    }

    private static Condition match(RuleLayers rule, Scope scope) {
        YamlValue match = rule.section("match");
        if (match != null && match.isScalar() && match.text().equals(ASSIGNED)) {
            return Condition.NEVER;
        }
        if (match != null && match.isScalar()) {
            match.wrong("conditions were expected here, or 'assigned', but this is '" + match.text() + "'");
            return Condition.NEVER;
        }
        return match == null ? Condition.ALWAYS : new ConditionReader(scope).read(match);
    }

    private static Scope scope(RuleLayers rule) {
        Set<String> texts = new HashSet<>();
        rule.items("absent").forEach(text -> texts.add(text.text()));
        YamlValue anyCase = rule.section("ignore_case");
        return new Scope(
                loops(rule),
                new Absence(texts),
                anyCase != null && anyCase.isTrue(),
                0,
                Opened.read(rule.entries("open")));
    }

    private List<Rule.Open> opens(RuleLayers rule, Scope scope) {
        Map<YamlValue, Rule.Open> opens = new LinkedHashMap<>();
        String walked = String.join("[].", scope.loops()) + "[]";
        rule.entries("open").forEach((path, entry) -> {
            boolean each = path.endsWith("[]") && !walked.startsWith(path);
            String to = each ? path.substring(0, path.length() - 2) : path;
            FieldPath text = FieldPaths.read(entry.key(), to, scope);
            if (!text.isWithinEvent()) {
                entry.key()
                        .wrong("'" + path
                                + "' cannot be opened: only the event's own texts can, by a path that leads from it");
            }
            opens.put(entry.key(), new Rule.Open(text, each, Openers.read(entry.value())));
        });
        opens.forEach((key, open) -> {
            if (rule.isOwn(key) && !scope.opened().isReached(open.path().way(), open.eachElement())) {
                vain.add(key);
            }
        });
        return List.copyOf(opens.values());
    }

    /** {@code a.b[].c[]} as the paths from one list to the next: {@code a.b}, {@code c}. */
    private static List<String> loops(RuleLayers rule) {
        YamlValue each = rule.section("each");
        if (each == null) {
            return List.of();
        }
        String text = each.text();
        if (!text.endsWith("[]") || text.startsWith("[")) {
            each.wrong("'" + text + "' must lead to a list and end with [], as in records[]");
            return List.of();
        }
        List<String> loops = new ArrayList<>();
        for (String part : text.substring(0, text.length() - 2).split("\\[]", -1)) {
            loops.add(part.startsWith(".") ? part.substring(1) : part);
        }
        return List.copyOf(loops);
    }

    private static List<FieldPath> each(RuleLayers rule, Scope scope) {
        List<FieldPath> paths = new ArrayList<>();
        YamlValue each = rule.section("each");
        Scope noLoops = new Scope(List.of(), scope.absence(), scope.anyCase(), 0, Opened.NOTHING);
        for (String loop : scope.loops()) {
            try {
                paths.add(FieldPath.of(loop, noLoops));
            } catch (IllegalArgumentException e) {
                if (each != null) {
                    each.wrong(String.valueOf(e.getMessage()));
                }
            }
        }
        return List.copyOf(paths);
    }
}
