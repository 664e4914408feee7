package io.crosslog;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A bound on the bytes that pipelines buffer, of one pipeline or shared by many. A record counts with its bytes, its key and
 * 200 bytes more for what surrounds them. Decoded events that wait, for their branch or for the next attempt, count besides:
 * with their names and values, 250 bytes more for each event and 40 more for each of its fields.
 *
 * <p>Among several pipelines, one may take up to twice what is still free, so that one whose sink is down, or many, never
 * take all of it and the others go on; and each may always hold one batch. The bound may thus be passed by one batch for
 * each reader.
 *
 * <p>What readers prefetch comes on top: a quarter of the budget, divided by the readers that have joined when one asks,
 * and at least 64 KiB for each. One that opens early is thus told a larger share than those that come later, and keeps it:
 * pipelines that are started one after the other, each with one reader, may prefetch 1/4 + 1/8 + 1/12 + … of the budget
 * together, which for a hundred is 1.3 times the budget. Where that is too much, halve the budget.
 *
 * <p>Safe for concurrent calls.
 */
public final class MemoryBudget {

    private static final long MIN_PREFETCH = 64L << 10;

    private final long limit;
    private final List<Member> members = new CopyOnWriteArrayList<>();
    private long used;
    private int readers;

    private MemoryBudget(long limit) {
        this.limit = limit;
    }

    /**
     * A budget.
     *
     * @param bytes how many bytes, at least 1
     * @return the budget
     * @throws IllegalArgumentException if that is less than 1
     */
    public static MemoryBudget of(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("memory budget was " + bytes + " bytes but must be at least 1");
        }
        return new MemoryBudget(bytes);
    }

    /** {@return how many bytes may be buffered} */
    public long limit() {
        return limit;
    }

    /** {@return how many bytes are buffered now} */
    public synchronized long used() {
        return used;
    }

    @Override
    public String toString() {
        return used() + " of " + limit + " bytes";
    }

    /** Takes a pipeline in; {@code onRoom} is called, from any thread, when there is room again. */
    Member join(int itsReaders, Runnable onRoom) {
        Member member = new Member(itsReaders, onRoom);
        synchronized (this) {
            readers += itsReaders;
        }
        members.add(member);
        return member;
    }

    /** What one pipeline holds of the budget. Safe for concurrent calls. */
    final class Member {

        private final int itsReaders;
        private final Runnable onRoom;
        private long held;
        private boolean left;

        private Member(int itsReaders, Runnable onRoom) {
            this.itsReaders = itsReaders;
            this.onRoom = onRoom;
        }

        boolean hasRoom() {
            synchronized (MemoryBudget.this) {
                return held == 0 || (members.size() == 1 ? used < limit : held < 2 * (limit - used));
            }
        }

        long held() {
            synchronized (MemoryBudget.this) {
                return held;
            }
        }

        /** How much each of its readers may prefetch: a quarter of the budget, shared out. */
        long prefetchBytes() {
            synchronized (MemoryBudget.this) {
                return Math.max(MIN_PREFETCH, limit / 4 / Math.max(1, readers));
            }
        }

        void add(long bytes) {
            synchronized (MemoryBudget.this) {
                if (!left) {
                    held += bytes;
                    used += bytes;
                }
            }
        }

        void remove(long bytes) {
            synchronized (MemoryBudget.this) {
                if (left || bytes == 0) {
                    return;
                }
                held -= bytes;
                used -= bytes;
            }
            members.forEach(member -> member.onRoom.run());
        }

        /** Gives everything back, once. */
        void leave() {
            synchronized (MemoryBudget.this) {
                if (left) {
                    return;
                }
                left = true;
                used -= held;
                held = 0;
                readers -= itsReaders;
            }
            members.remove(this);
            members.forEach(member -> member.onRoom.run());
        }
    }
}
