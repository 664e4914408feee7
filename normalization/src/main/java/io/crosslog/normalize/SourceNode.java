package io.crosslog.normalize;

import io.crosslog.model.JsonValues;
import io.crosslog.model.Path;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One value of the event that is being translated, and what became of it: how many attributes were made of it, and whether
 * it must be kept besides. What no attribute was made of is left over. Confined to one thread.
 *
 * <p>Text that a path leads into is opened as JSON, through up to three layers of quoting, or as the rule says.
 */
final class SourceNode {

    private static final int MAX_LAYERS = 3;

    /** So deep that what three layers hold can still be read in the event that is made of it. */
    private static final int MAX_EMBEDDED_DEPTH = 150;

    /** Longer text is not opened: it stays one value. */
    private static final int MAX_EMBEDDED = 4 << 20;

    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_PATH = 512;

    private final @Nullable Object value;
    private @Nullable Map<String, SourceNode> members;
    private @Nullable Map<String, SourceNode> byLowerCase;
    private @Nullable List<SourceNode> elements;
    private @Nullable SourceNode only;
    private boolean opened;
    private boolean unreadable;
    private int uses;
    private boolean kept;

    SourceNode(@Nullable Object value) {
        this.value = value;
    }

    /** A node whose members are given: the event itself, or the parts of a text. */
    SourceNode(@Nullable Object value, Map<String, SourceNode> members) {
        this.value = value;
        this.members = members;
        this.opened = true;
    }

    /** Text, number, boolean, map, list or null, as the event has it. */
    @Nullable Object value() {
        return value;
    }

    /** The text of a scalar; null for objects, lists and null. */
    @Nullable String text() {
        return value == null || value instanceof Map || value instanceof List ? null : value.toString();
    }

    @Nullable SourceNode member(String name) {
        Map<String, SourceNode> map = members();
        return map == null ? null : map.get(name);
    }

    /** The member of the name, however its letters are written; the first one if there are several. */
    @Nullable SourceNode memberInAnyCase(String name) {
        Map<String, SourceNode> map = members();
        if (map == null) {
            return null;
        }
        if (byLowerCase == null) {
            byLowerCase = new HashMap<>(2 * map.size());
            for (Map.Entry<String, SourceNode> member : map.entrySet()) {
                byLowerCase.putIfAbsent(member.getKey().toLowerCase(Locale.ROOT), member.getValue());
            }
        }
        return byLowerCase.get(name.toLowerCase(Locale.ROOT));
    }

    @Nullable SourceNode element(int index) {
        List<SourceNode> list = elements();
        return list == null || index >= list.size() ? null : list.get(index);
    }

    /** The members, if this is an object or text that holds one. */
    @Nullable Map<String, SourceNode> members() {
        open();
        return members;
    }

    /** The elements, if this is a list or text that holds one. */
    @Nullable List<SourceNode> elements() {
        open();
        return elements;
    }

    /** Makes one element stand for the whole list: the others are another event's. */
    @Nullable SourceNode only(int index) {
        if (!opened && value instanceof List<?> list) {
            only = index < list.size() ? new SourceNode(list.get(index)) : null;
        } else {
            only = element(index);
        }
        return only;
    }

    /** Takes parts that somebody else has found in this text. */
    void open(Map<String, SourceNode> parts) {
        opened = true;
        members = parts;
    }

    /** Whether this is text that begins like JSON and was found to be none. */
    boolean isUnreadable() {
        return unreadable;
    }

    boolean isUsed() {
        return uses > 0;
    }

    boolean isKept() {
        return kept;
    }

    /** Whether anything of this value would be left over if no attribute were made of it. */
    boolean isThere(@Nullable Absence absence) {
        return absence == null ? value != null : !absence.covers(value);
    }

    /** Shows each value that has a fate of its own, by its path: what is inside of one that was used is not shown. */
    void show(String path, BiConsumer<String, SourceNode> to) {
        if (only != null) {
            only.show(path + "[]", to);
        } else if (uses == 0 && members != null) {
            members.forEach((name, member) -> member.show(under(path, name), to));
        } else if (uses == 0 && elements != null) {
            elements.forEach(element -> element.show(path + "[]", to));
        } else {
            to.accept(path, this);
        }
    }

    /** A path as a rule would write it; cut, for senders make names up, and many paths begin with the same one. */
    private static String under(String path, String name) {
        if (path.length() > LONGEST_PATH) {
            return path;
        }
        String some = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...";
        String plain = Path.escape(some);
        return path.isEmpty() ? plain : path + "." + plain;
    }

    /** Notes that an attribute was made of this value. */
    void use() {
        uses++;
    }

    /** Takes a {@link #use} back: the attribute was dropped. */
    void unuse() {
        uses--;
    }

    /** Notes that this value must stay among what is left over, whatever was made of it. */
    void keep() {
        kept = true;
    }

    /**
     * What no attribute was made of, in its structure; null if nothing is left.
     *
     * @param absence what stands for nothing and is left out, or null to leave nothing out
     */
    @Nullable Object leftover(@Nullable Absence absence) {
        if (only != null) {
            return only.leftover(absence);
        }
        if (uses > 0) {
            return kept ? value : null;
        }
        if (members != null) {
            return leftMembers(members, absence);
        }
        if (elements != null) {
            return leftElements(elements, absence);
        }
        return !kept && absence != null && absence.covers(value) ? null : bare(value, absence);
    }

    /** Nothing taken from inside: the value as the event has it. */
    private boolean isUntouched() {
        if (uses > 0 || only != null) {
            return false;
        }
        if (members != null) {
            return members.values().stream().allMatch(SourceNode::isUntouched);
        }
        return elements == null || elements.stream().allMatch(SourceNode::isUntouched);
    }

    private @Nullable Object leftMembers(Map<String, SourceNode> map, @Nullable Absence absence) {
        if (kept || (value != null && isUntouched())) {
            return bare(value, absence);
        }
        Map<String, @Nullable Object> left = new LinkedHashMap<>();
        map.forEach((name, node) -> {
            Object rest = node.leftover(absence);
            if (rest != null || (absence == null && node.value == null)) {
                left.put(name, rest);
            }
        });
        return left.isEmpty() ? null : left;
    }

    private @Nullable Object leftElements(List<SourceNode> list, @Nullable Absence absence) {
        if (kept || isUntouched()) {
            return bare(value, absence);
        }
        List<@Nullable Object> left = new ArrayList<>();
        for (SourceNode node : list) {
            Object rest = node.leftover(absence);
            if (rest != null || (absence == null && node.value == null)) {
                left.add(rest);
            }
        }
        return left.isEmpty() ? null : left;
    }

    /** A value without what stands for nothing inside it. */
    private static @Nullable Object bare(@Nullable Object value, @Nullable Absence absence) {
        if (absence == null || !(value instanceof Map || value instanceof List)) {
            return value;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> some = new ArrayList<>();
            for (Object item : list) {
                Object bare = bare(item, absence);
                if (!absence.covers(bare)) {
                    some.add(bare);
                }
            }
            return some.isEmpty() ? null : some;
        }
        Map<String, @Nullable Object> some = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((name, item) -> {
            Object bare = bare(item, absence);
            if (!absence.covers(bare)) {
                some.put(String.valueOf(name), bare);
            }
        });
        return some.isEmpty() ? null : some;
    }

    private void open() {
        if (opened) {
            return;
        }
        opened = true;
        Object inner = value;
        for (int layer = 0; layer < MAX_LAYERS && inner instanceof String text; layer++) {
            inner = embedded(text);
        }
        unreadable |= inner instanceof String && value instanceof String;
        if (inner instanceof Map<?, ?> map) {
            Map<String, SourceNode> nodes = new LinkedHashMap<>();
            map.forEach((name, member) -> nodes.put(String.valueOf(name), new SourceNode(member)));
            members = nodes;
        } else if (inner instanceof List<?> list) {
            List<SourceNode> nodes = new ArrayList<>(list.size());
            for (Object item : list) {
                nodes.add(new SourceNode(item));
            }
            elements = nodes;
        }
    }

    /** What the text says if it is JSON; null if it is not, which is no error: most text is not. */
    private @Nullable Object embedded(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) <= ' ') {
            i++;
        }
        if (i == text.length() || text.length() > MAX_EMBEDDED || "{[\"".indexOf(text.charAt(i)) < 0) {
            return null;
        }
        try {
            return JsonValues.parse(text, MAX_EMBEDDED_DEPTH);
        } catch (IOException e) {
            unreadable = true;
            return null;
        }
    }
}
