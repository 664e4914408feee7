package io.crosslog.sls;

import io.crosslog.model.Path;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Remembers the names seen and the keys they become, so that an event of a known shape makes no text. Logs come from
 * outside, so it forgets everything when too many names, or too long ones, have passed. Confined to one thread.
 */
final class KeyTable {

    private static final int MAX_NAMES = 16_384;
    private static final long MAX_CHARACTERS = 8L << 20;

    private final boolean anyCharacters;
    private final boolean pathsAreJoined;
    private final RawName probe = new RawName();
    private Map<String, Key> keys = new HashMap<>();
    private Map<String, Name> tops = new HashMap<>();
    private Map<String, Name> owns = new HashMap<>();
    private int names;
    private long characters;

    KeyTable(SlsLayout layout) {
        this.anyCharacters = layout.allowsAnyKeyCharacters();
        this.pathsAreJoined = layout.isFlat();
    }

    /** To be called between logs: keys of one log must be the same objects. */
    void trim() {
        if (names + keys.size() > MAX_NAMES || characters > MAX_CHARACTERS) {
            // New maps, as cleared ones would keep the size that one odd log gave them.
            keys = new HashMap<>();
            tops = new HashMap<>();
            owns = new HashMap<>();
            names = 0;
            characters = 0;
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
            known = new Name(null, key, key, key(key));
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
            known = new Name(null, plain, path, key(KeyNames.keyOf(plain, path, anyCharacters)));
            tops.put(name, known);
            remembered(known);
        }
        return known;
    }

    /** A member of an object, by its name as JSON string content. */
    Name member(Name parent, byte[] bytes, int offset, int length) {
        Name known = parent.members.get(probe.of(bytes, offset, length));
        if (known == null) {
            byte[] raw = Arrays.copyOfRange(bytes, offset, offset + length);
            known = make(parent, raw);
            parent.members.put(new RawName().of(raw, 0, length), known);
            remembered(known);
        }
        return known;
    }

    private Name make(Name parent, byte[] raw) {
        Bytes plain = new Bytes(raw.length + 8);
        Utf8.appendPlain(raw, 0, raw.length, true, plain);
        String name = new String(plain.array(), 0, plain.size(), StandardCharsets.UTF_8);
        String joined = parent.joined + '_' + name;
        String path = parent.path + '.' + Path.escape(name);
        return new Name(parent, joined, path, key(KeyNames.keyOf(joined, path, anyCharacters)));
    }

    private void remembered(Name name) {
        names++;
        characters += name.joined.length() + name.path.length();
    }
}
