package io.crosslog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Marks that are saved and wait for their reader to commit them, the latest for each partition. Safe for concurrent calls. */
final class CommitBox {

    private final Map<String, Mark> waiting = new HashMap<>();

    synchronized void put(Collection<Mark> marks) {
        for (Mark mark : marks) {
            waiting.merge(mark.partition(), mark, CommitBox::later);
        }
    }

    synchronized List<Mark> take() {
        List<Mark> taken = new ArrayList<>(waiting.values());
        waiting.clear();
        return taken;
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    private static Mark later(Mark a, Mark b) {
        boolean first =
                a.generation() > b.generation() || a.generation() == b.generation() && a.sequence() > b.sequence();
        return first ? a : b;
    }
}
