package io.crosslog.normalize;

import io.crosslog.model.JsonWriter;
import io.crosslog.model.LogEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Records as they should not be: fields missing, nested, escaped, of another type, huge or garbage. */
public final class MutatedRecord {

    private MutatedRecord() {}

    /** A record with up to four fields changed. */
    public static String of(LogEvent seed, Random random, int number) {
        Map<String, Object> fields = new LinkedHashMap<>(seed.toMap());
        List<String> names = new ArrayList<>(fields.keySet());
        for (int i = random.nextInt(4); i >= 0; i--) {
            String name = names.get(random.nextInt(names.size()));
            Object before = fields.get(name);
            switch (random.nextInt(10)) {
                case 0 -> fields.remove(name);
                case 1 -> fields.put(name, null);
                case 2 -> fields.put(name, "garbage " + number + " \u0000 \uD83D\uDE00 \"\\");
                case 3 -> fields.put(name, List.of("first" + number, Map.of("second", "2x" + number), 3));
                case 4 -> fields.put(name, Map.of("inner" + number, List.of(number, "deep")));
                case 5 -> fields.put(name, "x".repeat(20_000) + number);
                case 6 -> fields.put(name, 900_000_000_000_000_000L + number);
                case 7 -> fields.put(name, before instanceof String ? before + "\n" + number + ":x=y" : "-" + number);
                case 8 -> fields.put(name, "{\"a\":\"" + number + "\",\"a\":[1,{\"b\":\"twice\"}]}");
                default -> fields.put(name, random.nextBoolean() ? (Object) true : (Object) (number / 1e9));
            }
        }
        return new JsonWriter(1024).value(fields).toString();
    }
}
