package io.crosslog.checkpoint.jdbc;

import io.crosslog.checkpoint.jdbc.Leases.Member;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Even shares among the sessions of a source: all who look at the same members come to the same result, so nobody has to
 * lead. Shares are even when no two differ by more than one; then nothing moves.
 */
final class Shares {

    private Shares() {}

    /**
     * How many partitions one session should hand over, and to whom.
     *
     * @param me the session
     * @param members all living sessions
     * @return for each session that waits, in order, how many it should get from this one
     */
    static Map<String, Integer> toHandOver(String me, Leases.Members members) {
        List<Member> interested = new ArrayList<>();
        int total = members.free();
        for (Member member : members.living()) {
            if (member.waits() || member.held() > 0) {
                interested.add(member);
                total += member.held();
            }
        }
        if (interested.isEmpty()) {
            return Map.of();
        }
        // Who holds most keeps the odd one, or it would go round for ever.
        interested.sort(Comparator.comparingInt((Member m) -> -m.held()).thenComparing(Member::id));
        int each = total / interested.size();
        int odd = total % interested.size();
        Deque<Give> gives = new ArrayDeque<>();
        Deque<Give> needs = new ArrayDeque<>();
        int free = members.free();
        for (int i = 0; i < interested.size(); i++) {
            Member member = interested.get(i);
            int surplus = member.held() - each - (i < odd ? 1 : 0);
            if (surplus > 0) {
                gives.add(new Give(member.id(), surplus));
            } else if (surplus < 0 && member.waits()) {
                // What nobody holds it can take by itself.
                int left = Math.max(0, -surplus - free);
                free -= Math.min(free, -surplus);
                needs.add(new Give(member.id(), left));
            }
        }
        return matched(me, gives, needs);
    }

    private static Map<String, Integer> matched(String me, Deque<Give> gives, Deque<Give> needs) {
        Map<String, Integer> mine = new LinkedHashMap<>();
        while (!gives.isEmpty() && !needs.isEmpty()) {
            Give give = gives.remove();
            Give need = needs.remove();
            int count = Math.min(give.count, need.count);
            if (count > 0 && give.member.equals(me)) {
                mine.merge(need.member, count, Integer::sum);
            }
            if (give.count > count) {
                gives.addFirst(new Give(give.member, give.count - count));
            }
            if (need.count > count) {
                needs.addFirst(new Give(need.member, need.count - count));
            }
        }
        return mine;
    }

    private record Give(String member, int count) {}
}
