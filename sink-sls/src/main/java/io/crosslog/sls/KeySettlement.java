package io.crosslog.sls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sees to it that no key comes twice in a log. A field that has its own name keeps it; of others that want the same key, one
 * alone gets it, and where several do, each gets one with a mark made of its path: so the outcome does not depend on the
 * order of fields. Confined to one thread.
 */
final class KeySettlement {

    private final KeyTable table;
    private final List<String> ownKeys;
    private long log;

    KeySettlement(KeyTable table, SlsLayout layout) {
        this.table = table;
        this.ownKeys = new ArrayList<>(layout.ownKeys());
        ownKeys.addAll(List.of(SlsLayout.NAMES, SlsLayout.CUTS, SlsLayout.TIME));
    }

    /** Gives every value its final key; returns whether one of them is not what the layout's rule alone would give. */
    boolean settle(LogContents contents) {
        begin();
        boolean renamed = false;
        boolean clash = false;
        for (int i = 0; i < contents.count(); i++) {
            Name name = contents.name(i);
            renamed |= name.isRenamed();
            clash |= !take(name.key);
        }
        if (clash) {
            resolve(contents);
        }
        return renamed || clash;
    }

    private void begin() {
        log++;
        for (String key : ownKeys) {
            table.key(key).usedIn = log;
        }
    }

    private boolean take(Key key) {
        boolean free = key.usedIn != log;
        key.usedIn = log;
        return free;
    }

    private void resolve(LogContents contents) {
        begin();
        List<Integer> others = new ArrayList<>();
        Map<Key, Integer> wanted = new HashMap<>();
        for (int i = 0; i < contents.count(); i++) {
            Name name = contents.name(i);
            if (!name.isExact() || !take(name.key)) {
                others.add(i);
                wanted.merge(name.key, 1, Integer::sum);
            }
        }
        List<Integer> marked = new ArrayList<>();
        for (int i : others) {
            Key key = contents.name(i).key;
            if (wanted.getOrDefault(key, 0) > 1 || !take(key)) {
                marked.add(i);
            }
        }
        Map<String, Integer> numbers = new HashMap<>();
        for (int i : marked) {
            Name name = contents.name(i);
            contents.key(i, free(KeyNames.marked(name.key.text, name.path), numbers));
        }
    }

    /** The key, or if that is taken too (the same name twice in one object), one with a number. */
    private Key free(String wish, Map<String, Integer> numbers) {
        Key key = table.key(wish);
        while (!take(key)) {
            int number = numbers.merge(wish, 1, Integer::sum) + 1;
            key = table.key(KeyNames.withSuffix(wish, "_" + number));
        }
        return key;
    }
}
