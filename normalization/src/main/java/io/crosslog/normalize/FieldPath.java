package io.crosslog.normalize;

import io.crosslog.model.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a rule looks for a source value: in the event ({@code a.b[0]}), in the element of a list that is at hand
 * ({@code .name}, or {@code list[].name} under {@code each}), or beside the event ({@code $attribute.region},
 * {@code $arrival}, {@code $time}, {@code $id}). Immutable and thread-safe.
 */
final class FieldPath {

    static final String ATTRIBUTE = "$attribute.";
    static final List<String> BESIDE = List.of("$arrival", "$time", "$id", ATTRIBUTE + "<name>");

    private static final List<Object> HERE = List.of();

    private final String text;
    private final Base base;
    private final int level;
    private final List<Object> steps;
    private final String attribute;
    private final Scope scope;

    private FieldPath(String text, Base base, int level, List<Object> steps, String attribute, Scope scope) {
        this.text = text;
        this.base = base;
        this.level = level;
        this.steps = steps;
        this.attribute = attribute;
        // Two paths that lead to the same are equal, however far within lists they are written.
        this.scope = scope.within(0).unopened();
    }

    /** What a path that is wrong is taken for, until its problem is told: it leads nowhere. */
    static FieldPath nowhere(String text) {
        return new FieldPath(text, Base.ELEMENT, Integer.MAX_VALUE, HERE, "", Scope.PLAIN);
    }

    /**
     * Compiles a path, and notes that the rule reads it.
     *
     * @param text as the rule has it
     * @param scope how the rule wants its paths read
     * @throws IllegalArgumentException if the text is no path, saying where
     */
    static FieldPath of(String text, Scope scope) {
        FieldPath path = compile(text, scope);
        scope.opened().note(path.way());
        return path;
    }

    private static FieldPath compile(String text, Scope scope) {
        List<String> loops = scope.loops();
        if (text.startsWith(ATTRIBUTE) && text.length() > ATTRIBUTE.length()) {
            return new FieldPath(text, Base.ATTRIBUTE, 0, HERE, text.substring(ATTRIBUTE.length()), scope);
        } else if (text.equals("$arrival")) {
            return new FieldPath(text, Base.ARRIVAL, 0, HERE, "", scope);
        } else if (text.equals("$id")) {
            return new FieldPath(text, Base.ID, 0, HERE, "", scope);
        } else if (text.equals("$time")) {
            return new FieldPath(text, Base.TIME, 0, HERE, "", scope);
        } else if (text.startsWith("$")) {
            throw new IllegalArgumentException("'" + text + "' is not known; beside the event there are "
                    + String.join(", ", BESIDE) + "; a field whose name begins with $ is written \\$");
        } else if (text.startsWith(".")) {
            return ofElement(text, scope);
        }
        String rest = text;
        int level = 0;
        for (int open = rest.indexOf("[]"); open >= 0; open = rest.indexOf("[]")) {
            if (level == loops.size() || !loops.get(level).equals(rest.substring(0, open))) {
                throw new IllegalArgumentException("'" + text + "' has a [] that no 'each' walks through");
            }
            level++;
            rest = rest.substring(open + 2);
            rest = rest.startsWith(".") ? rest.substring(1) : rest;
        }
        List<Object> steps = rest.isEmpty() && level > 0 ? HERE : Path.of(rest).steps();
        String wrong = level == 0 ? scope.opened().wrong(steps) : null;
        if (wrong != null) {
            throw new IllegalArgumentException("'" + text + "' leads nowhere: " + wrong);
        }
        return new FieldPath(text, level == 0 ? Base.EVENT : Base.LOOP, level, steps, "", scope);
    }

    /** {@code .a} reads from the element at hand, {@code ..a} from the one around it, and so on. */
    private static FieldPath ofElement(String text, Scope scope) {
        int dots = 1;
        while (dots < text.length() && text.charAt(dots) == '.') {
            dots++;
        }
        if (dots > scope.elements() + scope.loops().size() + 1) {
            throw new IllegalArgumentException(
                    "'" + text + "' leads out of the event: a dot more leads from the element of an"
                            + " 'each' to what is around it");
        }
        List<Object> steps =
                dots == text.length() ? HERE : Path.of(text.substring(dots)).steps();
        return new FieldPath(text, Base.ELEMENT, dots - 1, steps, "", scope);
    }

    /** The value; null if there is none. It may still be {@linkplain SourceNode#isAbsent() absent} in OCSF's sense. */
    @Nullable SourceNode find(Run run) {
        SourceNode node =
                switch (base) {
                    case EVENT -> run.root();
                    case LOOP -> run.loop(level - 1);
                    case ELEMENT -> run.element(level);
                    case ATTRIBUTE -> beside(run.event().attributes().get(attribute));
                    case ARRIVAL -> beside(run.event().arrival().toEpochMilli());
                    case ID -> beside(run.event().id());
                    case TIME ->
                        beside(run.event()
                                .time()
                                .map(t -> (Object) t.toEpochMilli())
                                .orElse(null));
                };
        return from(node, run);
    }

    /** The value that the steps of the path lead to from a node. */
    @Nullable SourceNode from(@Nullable SourceNode start, Run run) {
        SourceNode node = start;
        for (int i = 0; i < steps.size() && node != null; i++) {
            SourceNode inner =
                    steps.get(i) instanceof String name ? member(node, name) : node.element((Integer) steps.get(i));
            if (inner == null && node.isUnreadable()) {
                run.unreadable(node);
            }
            node = inner;
        }
        return node;
    }

    private @Nullable SourceNode member(SourceNode node, String name) {
        SourceNode found = node.member(name);
        return found == null && scope.anyCase() ? node.memberInAnyCase(name) : found;
    }

    /** The value, if there is one and it does not stand for nothing. */
    @Nullable SourceNode findPresent(Run run) {
        SourceNode node = find(run);
        return node == null || isAbsent(node) ? null : node;
    }

    /** Whether a value found here, or an element of it, stands for nothing. */
    boolean isAbsent(SourceNode node) {
        return scope.absence().covers(node.value());
    }

    /** The text of the value, if there is one and it is a scalar. */
    @Nullable String findText(Run run) {
        SourceNode node = findPresent(run);
        return node == null ? null : node.text();
    }

    /** Whether this leads from the event, not from an element of a list and not beside it. */
    boolean isOfEvent() {
        return base == Base.EVENT;
    }

    /** Whether this leads from the event or an element of it, and not beside it. */
    boolean isWithinEvent() {
        return base == Base.EVENT || base == Base.LOOP || base == Base.ELEMENT;
    }

    /** Where this begins, and the steps that it takes. */
    Way way() {
        Way.From from =
                switch (base) {
                    case EVENT -> Way.From.EVENT;
                    case LOOP -> Way.From.LOOP;
                    case ELEMENT -> Way.From.ELEMENT;
                    default -> Way.From.BESIDE;
                };
        return new Way(from, level, steps);
    }

    List<Object> steps() {
        return steps;
    }

    private static @Nullable SourceNode beside(@Nullable Object value) {
        return value == null ? null : new SourceNode(value);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof FieldPath other
                && text.equals(other.text)
                && base == other.base
                && level == other.level
                && scope.equals(other.scope);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    private enum Base {
        EVENT,
        LOOP,
        ELEMENT,
        ATTRIBUTE,
        ARRIVAL,
        TIME,
        ID
    }
}
