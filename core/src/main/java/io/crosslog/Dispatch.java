package io.crosslog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What there is to do for the workers of each branch, and who waits for it. A branch has workers of its own, so that one
 * whose sink hangs keeps none of the others waiting; rejections that came to no branch are anybody's. Guarded by the lock of
 * {@code LaneTable}.
 */
final class Dispatch {

    private final List<Desk> desks = new ArrayList<>();
    private final long epoch = System.nanoTime();

    /** What there is to do for one branch. */
    private final class Desk {
        private final Deque<Lane> writable = new ArrayDeque<>();
        private final Set<Lane> listedWritable = new HashSet<>();
        private final Deque<Lane> hungry = new ArrayDeque<>();
        private final Set<Lane> listedHungry = new HashSet<>();
        private final PriorityQueue<PendingWrite> parked =
                new PriorityQueue<>(Comparator.comparingLong(write -> write.dueAt() - epoch));
        private final Condition work;
        private final boolean hasWorkers;

        private Desk(Condition work, boolean hasWorkers) {
            this.work = work;
            this.hasWorkers = hasWorkers;
        }
    }

    Dispatch(Routing routing, ReentrantLock lock) {
        for (Branch branch : routing.branches()) {
            desks.add(new Desk(lock.newCondition(), branch.sink() != null));
        }
    }

    /** How many branches there are. */
    int branches() {
        return desks.size();
    }

    /** Lists what there is to do in a lane. */
    void list(Lane lane) {
        for (int branch = 0; branch < desks.size(); branch++) {
            Desk desk = desks.get(branch);
            if (lane.outlet(branch).isWritable() && desk.listedWritable.add(lane)) {
                desk.writable.addLast(lane);
                wake(branch);
            }
            if (desk.hasWorkers && lane.isHungry(branch) && desk.listedHungry.add(lane)) {
                desk.hungry.addLast(lane);
                wake(branch);
            }
        }
    }

    void park(PendingWrite write) {
        desks.get(write.branch()).parked.add(write);
        wake(write.branch());
    }

    void unpark(PendingWrite write) {
        desks.get(write.branch()).parked.remove(write);
    }

    /** Takes out the parked write whose next attempt is due, if one is. */
    @Nullable PendingWrite due(int branch) {
        PriorityQueue<PendingWrite> parked = desks.get(branch).parked;
        PendingWrite first = parked.peek();
        return first != null && first.dueAt() - System.nanoTime() <= 0 ? parked.poll() : null;
    }

    /** Takes out a lane that has something to write to a branch, if one has. */
    @Nullable Lane writable(int branch) {
        Desk desk = desks.get(branch);
        for (Lane lane = desk.writable.pollFirst(); lane != null; lane = desk.writable.pollFirst()) {
            desk.listedWritable.remove(lane);
            if (lane.outlet(branch).isWritable()) {
                return lane;
            }
        }
        return null;
    }

    /** Takes out a lane that has something to decode for a branch, if one has. */
    @Nullable Lane hungry(int branch) {
        Desk desk = desks.get(branch);
        for (Lane lane = desk.hungry.pollFirst(); lane != null; lane = desk.hungry.pollFirst()) {
            desk.listedHungry.remove(lane);
            if (lane.isHungry(branch)) {
                return lane;
            }
        }
        return null;
    }

    /** Wakes another worker of a branch if there is more to do than for the one that has just taken something. */
    void passOn(int branch) {
        Desk desk = desks.get(branch);
        if (!desk.writable.isEmpty() || !desk.hungry.isEmpty()) {
            desk.work.signal();
        }
    }

    /** Signalled when there may be something to do for a branch. */
    Condition work(int branch) {
        return desks.get(branch).work;
    }

    /** How long a worker of a branch is to wait for that at the most. */
    long patience(int branch) {
        return Math.min(untilDue(branch), untilDue(Routing.UNROUTED));
    }

    private long untilDue(int branch) {
        PendingWrite first = desks.get(branch).parked.peek();
        long longest = TimeUnit.SECONDS.toNanos(10);
        return first == null ? longest : Math.min(longest, first.dueAt() - System.nanoTime());
    }

    private void wake(int branch) {
        if (desks.get(branch).hasWorkers) {
            desks.get(branch).work.signal();
        } else {
            desks.forEach(desk -> desk.work.signal());
        }
    }

    void wakeAll() {
        desks.forEach(desk -> desk.work.signalAll());
    }

    void clear() {
        desks.forEach(desk -> {
            desk.writable.clear();
            desk.listedWritable.clear();
            desk.hungry.clear();
            desk.listedHungry.clear();
            desk.parked.clear();
        });
    }
}
