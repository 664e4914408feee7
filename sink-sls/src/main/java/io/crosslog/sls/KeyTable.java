package io.crosslog.sls;

import io.crosslog.model.Path;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the names seen and the keys they become, so that an event of a known shape makes no text. Logs come from
 * outside, so it forgets everything when too many names have passed. Confined to one thread.
 */
final class KeyTable {

    private static final int MAX_NAMES = 16_384;
    private static final byte[] NO_BYTES = {};

    private final boolean anyCharacters;
    private final boolean pathsAreJoined;
    private final Map<String, Key> keys = new HashMap<>();
    private final Map<String, Name> tops = new HashMap<>();
    private final Map<String, Name> owns = new HashMap<>();
    private @Nullable Name[] members = new Name[256];
    private int memberCount;

    KeyTable(SlsLayout layout) {
        this.anyCharacters = layout.allowsAnyKeyCharacters();
        this.pathsAreJoined = layout.isFlat();
    }

    /** To be called between logs: keys of one log must be the same objects. */
    void trim() {
        if (tops.size() + memberCount + keys.size() > MAX_NAMES) {
            keys.clear();
            tops.clear();
            owns.clear();
            members = new Name[256];
            memberCount = 0;
        }
    }

    Key key(String text) {
        Key key = keys.get(text);
        if (key == null) {
            key = new Key(text);
            keys.put(text, key);
        }
        return key;
    }

    /** A field of crosslog's own. */
    Name own(String key) {
        Name known = owns.get(key);
        if (known == null) {
            known = new Name(null, NO_BYTES, key, key, key(key));
            owns.put(key, known);
        }
        return known;
    }

    /** A top-level field. */
    Name top(String name) {
        Name known = tops.get(name);
        if (known == null) {
            String plain = name.replace("\0", "\\u0000");
            String path = pathsAreJoined ? Path.escape(plain) : plain;
            known = new Name(null, NO_BYTES, plain, path, key(KeyNames.keyOf(plain, path, anyCharacters)));
            tops.put(name, known);
        }
        return known;
    }

    /** A member of an object, by its name as JSON string content. */
    Name member(Name parent, byte[] bytes, int offset, int length) {
        int mask = members.length - 1;
        int at = hash(parent, bytes, offset, length) & mask;
        for (Name known = members[at]; known != null; known = members[at]) {
            if (known.parent == parent
                    && Arrays.equals(known.raw, 0, known.raw.length, bytes, offset, offset + length)) {
                return known;
            }
            at = at + 1 & mask;
        }
        Name added = make(parent, Arrays.copyOfRange(bytes, offset, offset + length));
        members[at] = added;
        if (++memberCount * 2 > members.length) {
            grow();
        }
        return added;
    }

    private Name make(Name parent, byte[] raw) {
        Bytes plain = new Bytes(raw.length + 8);
        Utf8.appendPlain(raw, 0, raw.length, true, plain);
        String name = new String(plain.array(), 0, plain.size(), StandardCharsets.UTF_8);
        String joined = parent.joined + '_' + name;
        String path = parent.path + '.' + Path.escape(name);
        return new Name(parent, raw, joined, path, key(KeyNames.keyOf(joined, path, anyCharacters)));
    }

    private void grow() {
        @Nullable Name[] old = members;
        members = new Name[2 * old.length];
        int mask = members.length - 1;
        for (Name name : old) {
            if (name != null && name.parent != null) {
                int at = hash(name.parent, name.raw, 0, name.raw.length) & mask;
                while (members[at] != null) {
                    at = at + 1 & mask;
                }
                members[at] = name;
            }
        }
    }

    private static int hash(Name parent, byte[] bytes, int offset, int length) {
        int h = System.identityHashCode(parent);
        for (int i = offset; i < offset + length; i++) {
            h = 31 * h + bytes[i];
        }
        return h ^ h >>> 15;
    }
}
