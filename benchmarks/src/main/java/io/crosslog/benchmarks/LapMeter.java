package io.crosslog.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** Measures one lap of this JVM. Safe for concurrent calls. */
final class LapMeter implements AutoCloseable {

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Set<String> heapPools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());
    private final NotificationListener collections = this::collected;
    private final AtomicLong heapPeak = new AtomicLong();
    private boolean running;
    private long startNanos;
    private long startCpu;
    private long nanos;
    private long cpu;

    LapMeter() {
        System.gc();
        ManagementFactory.getGarbageCollectorMXBeans()
                .forEach(bean -> ((NotificationEmitter) bean).addNotificationListener(collections, null, null));
    }

    /** The first record is there; further calls mean nothing. */
    synchronized void first() {
        if (!running) {
            running = true;
            startNanos = System.nanoTime();
            startCpu = system.getProcessCpuTime();
        }
    }

    /** The last record is accepted. */
    synchronized void last() {
        nanos = System.nanoTime() - startNanos;
        cpu = system.getProcessCpuTime() - startCpu;
    }

    synchronized Lap lap() {
        if (nanos == 0) {
            throw new IllegalStateException("the lap did not end");
        }
        return new Lap(nanos, cpu, heapPeak.get());
    }

    private void collected(Notification notification, Object handback) {
        Map<String, MemoryUsage> after =
                new HashMap<>(GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
                        .getGcInfo()
                        .getMemoryUsageAfterGc());
        after.keySet().retainAll(heapPools);
        heapPeak.accumulateAndGet(
                after.values().stream().mapToLong(MemoryUsage::getUsed).sum(), Math::max);
    }

    @Override
    public void close() {
        for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
            try {
                ((NotificationEmitter) bean).removeNotificationListener(collections);
            } catch (ListenerNotFoundException e) {
                throw new IllegalStateException("the listener of " + bean.getName() + " is gone", e);
            }
        }
    }
}
