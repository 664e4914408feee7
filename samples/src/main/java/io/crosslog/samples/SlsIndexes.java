package io.crosslog.samples;

import io.crosslog.azure.AzureRules;
import io.crosslog.normalize.MappedAttribute;
import io.crosslog.normalize.RuleNormalizer;
import io.crosslog.sls.SlsIndex;
import io.crosslog.sls.SlsLayout;
import io.crosslog.tencent.TencentRules;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prints the SLS index for everything that rules write, as CreateIndex takes it, and queries to begin with: {@code SlsIndexes
 * flat|topLevel [rules]}. Rules are those of a cloud ({@code azure}, {@code tencent}) or one's own, as {@link NormalizeFile}
 * names them; without a name, all that are shipped, for a Logstore that holds the logs of both clouds. The index goes to
 * standard output, the queries to standard error.
 */
public final class SlsIndexes {

    private static final Map<String, SlsLayout> LAYOUTS =
            Map.of("flat", SlsLayout.flat(), "topLevel", SlsLayout.topLevel());

    private SlsIndexes() {}

    /**
     * Runs the program; exits with 2 on misuse.
     *
     * @param args the layout, and the rules unless all shipped ones are meant
     */
    public static void main(String[] args) {
        int status = run(List.of(args), System.out, System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    static int run(List<String> args, PrintStream stdout, PrintStream stderr) {
        SlsLayout layout = args.isEmpty() || args.size() > 2 ? null : LAYOUTS.get(args.get(0));
        List<MappedAttribute> attributes = null;
        try {
            if (layout != null) {
                attributes = args.size() == 1 ? shipped() : attributesOf(args.get(1));
            }
        } catch (UncheckedIOException | IllegalArgumentException e) {
            stderr.println("SlsIndexes: " + e.getMessage());
            return 2;
        }
        if (layout == null || attributes == null) {
            stderr.println(
                    "usage: SlsIndexes flat|topLevel [rules]\n  rules: azure, tencent, rules:<file or directory>,"
                            + " azure+rules:<...>, tencent+rules:<...>; all that are shipped unless given");
            return 2;
        }
        SlsIndex index = of(layout, attributes);
        stdout.println(index.toJson());
        index.exampleQueries().forEach((title, query) -> stderr.println(title + ":\n    " + query));
        return 0;
    }

    /** What the rules for all clouds write. */
    static List<MappedAttribute> shipped() {
        return Stream.of(TencentRules.all(), AzureRules.all())
                .flatMap(rules -> rules.rules().attributes().stream())
                .toList();
    }

    private static @Nullable List<MappedAttribute> attributesOf(String rules) {
        return NormalizerChoice.of(rules) instanceof RuleNormalizer normalizer
                ? normalizer.rules().attributes()
                : null;
    }

    /** The index of a layout for the attributes that rules write. */
    static SlsIndex of(SlsLayout layout, List<MappedAttribute> attributes) {
        Map<String, SlsIndex.Type> fields = new LinkedHashMap<>();
        for (MappedAttribute attribute : attributes) {
            int list = attribute.path().indexOf('[');
            if (list >= 0) {
                fields.put(attribute.path().substring(0, list), SlsIndex.Type.TEXT);
            } else {
                fields.putIfAbsent(attribute.path(), attribute.array() ? SlsIndex.Type.TEXT : typeOf(attribute.type()));
            }
        }
        SlsIndex.Builder index = SlsIndex.builder(layout);
        // An object has no key of its own in the flat layout, unless it stays JSON.
        fields.forEach((path, type) -> {
            boolean hasMembers = fields.keySet().stream().anyMatch(other -> other.startsWith(path + "."));
            if (!hasMembers) {
                index.field(path, type);
            }
        });
        return index.build();
    }

    private static SlsIndex.Type typeOf(String ocsfType) {
        return switch (ocsfType) {
            case "integer_t", "long_t", "port_t", "timestamp_t" -> SlsIndex.Type.LONG;
            case "float_t" -> SlsIndex.Type.DOUBLE;
            case "object_t", "json_t" -> SlsIndex.Type.JSON;
            default -> SlsIndex.Type.TEXT;
        };
    }
}
