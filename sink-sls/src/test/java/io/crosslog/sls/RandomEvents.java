package io.crosslog.sls;

import io.crosslog.model.LogEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Events with all that logs have been seen to hold, and worse. */
final class RandomEvents {

    private static final String[] PIECES = {
        "GET /index.php?id=1%20OR%201=1",
        "攻击类型",
        "日志服务",
        "😀",
        "👩‍👩‍👧",
        "\0",
        "\"",
        "\\",
        "\\u0041",
        "\n\r\t\b\f",
        "\uD83D",
        "\uDE00",
        "\u0001",
        "é",
        "\u007F",
        "\uFFFF",
        "a",
        "{\"k\":",
        "</script>",
        " ",
        "​",
        "\uFEFF",
        "中\u0000文"
    };
    private static final String[] NAMES = {
        "client_ip", "User-Agent", "user_agent", "a.b", "a_b", "a-b", "a b", "__time__", "__SOURCE__", "__topic__",
                "__TAG__",
        "_extract_others_", "0start", "源地址", "目的地址", "", " ", "crosslog_id", "crosslog_names", "content", "😀", "a[0]",
        "A.B", "\"quoted\"", "back\\slash", "\uD83D", "nul\0", "metadata", "uid"
    };

    private RandomEvents() {}

    static LogEvent event(Random random, long number) {
        Map<String, @Nullable Object> fields = object(random, random.nextInt(25), 3);
        return Events.event(number, b -> fields.forEach(b::put));
    }

    static Map<String, @Nullable Object> object(Random random, int size, int depth) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < size; i++) {
            // Two names that differ in lone surrogates only cannot be told apart in UTF-8.
            String name = name(random);
            if (seen.add(withoutLoneSurrogates(name))) {
                fields.put(name, value(random, depth));
            }
        }
        return fields;
    }

    private static String name(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> "field" + random.nextInt(1_000);
            case 1 -> text(random, 20);
            case 2 ->
                random.nextInt(10) == 0 ? "long_name_".repeat(12 + random.nextInt(10)) : "x" + random.nextInt(100);
            default -> NAMES[random.nextInt(NAMES.length)];
        };
    }

    private static @Nullable Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 10 : 6)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextBoolean();
            case 2 -> null;
            case 3 -> random.nextInt(1_000) + 0.5;
            case 6 -> object(random, random.nextInt(6), depth - 1);
            case 7 -> list(random, depth - 1);
            default -> text(random, 200);
        };
    }

    private static List<@Nullable Object> list(Random random, int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value(random, depth));
        }
        return list;
    }

    static String text(Random random, int maxLength) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(maxLength + 1);
        while (text.length() < length) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    static String withoutLoneSurrogates(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> out.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c));
        return out.toString();
    }
}
