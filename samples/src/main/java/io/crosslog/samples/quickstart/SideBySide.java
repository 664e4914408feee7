package io.crosslog.samples.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Shows a record and the log that became of it in two columns. */
public final class SideBySide {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final int COLUMN = 62;

    private SideBySide() {}

    /**
     * Two columns of text.
     *
     * @param record the record's bytes, JSON
     * @param fields the log's fields
     * @return lines that end in LF
     * @throws JsonProcessingException if the record is no JSON
     */
    public static String of(byte[] record, Map<String, String> fields) throws JsonProcessingException {
        List<String> left = lines(JSON.readTree(new String(record, StandardCharsets.UTF_8)));
        ObjectNode log = JSON.createObjectNode();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            log.set(field.getKey(), value(field.getValue()));
        }
        List<String> right = lines(log);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            String before = i < left.size() ? left.get(i) : "";
            text.append(before).append(" ".repeat(COLUMN - width(before))).append(" | ");
            text.append(i < right.size() ? right.get(i) : "").append('\n');
        }
        return text.toString();
    }

    private static JsonNode value(String text) throws JsonProcessingException {
        return text.startsWith("{") || text.startsWith("[")
                ? JSON.readTree(text)
                : JSON.getNodeFactory().textNode(text);
    }

    private static List<String> lines(JsonNode node) throws JsonProcessingException {
        List<String> lines = new ArrayList<>();
        for (String line : JSON.writeValueAsString(node).lines().toList()) {
            String rest = line;
            int cut = cut(rest);
            lines.add(cut < rest.length() ? rest.substring(0, cut) + "…" : rest);
        }
        return lines;
    }

    /** How many characters fit into a column, less one for an ellipsis. */
    private static int cut(String line) {
        int cut = line.length();
        while (width(line.substring(0, cut)) > COLUMN - 1) {
            cut--;
        }
        return cut;
    }

    /** Columns on a terminal: Chinese characters take two. */
    private static int width(String line) {
        return line.codePoints().map(c -> c >= 0x2E80 && c < 0x10000 ? 2 : 1).sum();
    }
}
