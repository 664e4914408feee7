package io.crosslog.benchmarks;

import com.aliyun.openservices.log.common.Logs;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.Deflater;

/**
 * What a hand-written import does with a record: Jackson's tree of it, each top-level field a key of a log of the
 * official client's protobuf classes, the group deflated at its fastest level. No event time, no id, no limits kept.
 * Confined to one thread.
 */
final class TreeLogs implements AutoCloseable {

    private final ObjectMapper mapper = new ObjectMapper();
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    private Logs.LogGroup.Builder group = Logs.LogGroup.newBuilder();

    /** Jackson's tokens of a record, counted. */
    int tokens(byte[] json) throws IOException {
        int count = 0;
        try (JsonParser parser = mapper.getFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                count++;
            }
        }
        return count;
    }

    /** Jackson's tree of a record. */
    JsonNode tree(byte[] json) throws IOException {
        return mapper.readTree(json);
    }

    /** Appends a record to the group. */
    void add(byte[] json, int seconds) throws IOException {
        Logs.Log.Builder log = Logs.Log.newBuilder().setTime(seconds);
        for (Map.Entry<String, JsonNode> field : tree(json).properties()) {
            JsonNode value = field.getValue();
            log.addContents(Logs.Log.Content.newBuilder()
                    .setKey(key(field.getKey()))
                    .setValue(value.isTextual() ? value.textValue() : value.toString()));
        }
        group.addLogs(log);
    }

    /** CLS's own names look like those that SLS keeps for itself. */
    private static String key(String name) {
        return name.startsWith("__") ? "cls" + name : name;
    }

    int count() {
        return group.getLogsCount();
    }

    /** Ends the group, and starts a new one. */
    byte[] take() {
        byte[] raw = group.build().toByteArray();
        group = Logs.LogGroup.newBuilder();
        return raw;
    }

    /** The bytes, deflated. */
    byte[] deflated(byte[] raw) {
        deflater.reset();
        deflater.setInput(raw);
        deflater.finish();
        byte[] room = new byte[raw.length + 64];
        int size = 0;
        while (!deflater.finished()) {
            size += deflater.deflate(room, size, room.length - size);
        }
        return Arrays.copyOf(room, size);
    }

    @Override
    public void close() {
        deflater.end();
    }
}
