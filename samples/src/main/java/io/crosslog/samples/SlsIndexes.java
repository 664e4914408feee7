package io.crosslog.samples;

import io.crosslog.normalize.MappedAttribute;
import io.crosslog.sls.SlsIndex;
import io.crosslog.sls.SlsLayout;
import io.crosslog.tencent.TencentRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints the SLS index for everything that the shipped rules write, as CreateIndex takes it, and queries to begin with:
 * {@code SlsIndexes flat|topLevel}. The index goes to standard output, the queries to standard error.
 */
public final class SlsIndexes {

    private SlsIndexes() {}

    /**
     * Runs the program; exits with 2 on misuse.
     *
     * @param args the layout
     */
    public static void main(String[] args) {
        if (args.length != 1 || !List.of("flat", "topLevel").contains(args[0])) {
            System.err.println("usage: SlsIndexes flat|topLevel");
            System.exit(2);
        }
        SlsIndex index = of(
                args[0].equals("flat") ? SlsLayout.flat() : SlsLayout.topLevel(),
                TencentRules.all().rules().attributes());
        System.out.println(index.toJson());
        index.exampleQueries().forEach((title, query) -> System.err.println(title + ":\n    " + query));
    }

    /** The index of a layout for the attributes that rules write. */
    static SlsIndex of(SlsLayout layout, List<MappedAttribute> attributes) {
        Map<String, SlsIndex.Type> fields = new LinkedHashMap<>();
        for (MappedAttribute attribute : attributes) {
            int list = attribute.path().indexOf("[]");
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
