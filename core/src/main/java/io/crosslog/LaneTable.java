package io.crosslog;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All partitions of a running pipeline and the one lock that guards them and whatever says that it is guarded by it; nothing
 * foreign is called under it.
 */
final class LaneTable {

    private static final int MAX_IDLE_LANES = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition settled = lock.newCondition();
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Counts forgotten;
    private final int branches;
    private boolean stopped;

    LaneTable(int branches) {
        this.branches = branches;
        this.forgotten = new Counts(branches);
    }

    ReentrantLock lock() {
        return lock;
    }

    /** Signalled when something was settled. */
    Condition settled() {
        return settled;
    }

    /** The lane of a partition, made if there is none. */
    Lane get(String partition) {
        Lane lane = lanes.get(partition);
        if (lane == null) {
            forgetIdle();
            lane = new Lane(partition, branches);
            lanes.put(partition, lane);
        }
        return lane;
    }

    /** The lane of a partition, if there is one. */
    @Nullable Lane find(String partition) {
        return lanes.get(partition);
    }

    Collection<Lane> all() {
        return lanes.values();
    }

    /** What was counted in lanes that are not kept any more. */
    Counts forgotten() {
        return forgotten;
    }

    /** Keeps the number of lanes bounded where a source never stops inventing partitions. */
    private void forgetIdle() {
        if (lanes.size() < MAX_IDLE_LANES) {
            return;
        }
        lanes.values().removeIf(lane -> {
            boolean idle = !lane.isHeld() && !lane.isBarred() && lane.isIdle();
            if (idle) {
                forgotten.add(lane);
            }
            return idle;
        });
    }

    boolean isIdle() {
        return lanes.values().stream().allMatch(Lane::isIdle);
    }

    boolean isStopped() {
        return stopped;
    }

    void stop() {
        stopped = true;
        settled.signalAll();
    }
}
