package io.crosslog.ocsf;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the names that a mistyped one may have been meant for. <i>Stateless, safe for concurrent calls.</i> */
public final class NearestNames {

    private static final int MOST = 3;
    private static final int LONGEST = 100;

    private NearestNames() {}

    /**
     * Finds candidates that are a few edits away, or of which one begins with the other.
     *
     * @param typed what was typed
     * @param candidates the names there are
     * @return at most three of them, the nearest first
     */
    public static List<String> of(String typed, Collection<String> candidates) {
        if (typed.isEmpty() || typed.length() > LONGEST) {
            return List.of();
        }
        String name = typed.toLowerCase(Locale.ROOT).replace('-', '_');
        int bound = Math.max(2, name.length() / 3);
        List<Scored> near = new ArrayList<>();
        for (String candidate : candidates) {
            int distance = distance(name, candidate);
            boolean begins = name.length() > 2 && (candidate.startsWith(name) || candidate.endsWith("_" + name));
            if (distance <= bound || begins) {
                near.add(new Scored(candidate, begins ? Math.min(distance, 1) : distance));
            }
        }
        near.sort(Comparator.comparingInt(Scored::distance).thenComparing(Scored::name));
        return near.stream().limit(MOST).map(Scored::name).toList();
    }

    /**
     * The one candidate that a mistyped name must have been meant for.
     *
     * @param typed what was typed
     * @param candidates the names there are
     * @return the nearest of them, if it is at most two edits away
     */
    public static Optional<String> meant(String typed, Collection<String> candidates) {
        return of(typed, candidates).stream().findFirst().filter(near -> distance(typed, near) <= 2);
    }

    /** Edits (insert, delete, replace, swap of neighbours) between two names. */
    private static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(last[j - 1] + cost, Math.min(last[j], row[j - 1]) + 1);
                boolean swap =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                row[j] = swap ? Math.min(least, beforeLast[j - 2] + 1) : least;
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }

    private record Scored(String name, int distance) {}
}
