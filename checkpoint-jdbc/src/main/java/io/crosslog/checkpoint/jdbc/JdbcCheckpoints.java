package io.crosslog.checkpoint.jdbc;

import io.crosslog.model.Position;
import io.crosslog.spi.Checkpoints;
import io.crosslog.spi.StaleClaimException;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One session's hold on its partitions: what it claimed and under which fences. One transaction at a time. Safe for
 * concurrent calls.
 */
final class JdbcCheckpoints implements Checkpoints {

    private final ReentrantLock lock = new ReentrantLock();
    private final Database database;
    private final Leases leases;
    private final long noteNanos;
    private final Map<String, Long> fences = new HashMap<>();
    /** Partitions that were given back or lost, and must be claimed before they can be saved again. */
    private final Set<String> gone = new HashSet<>();

    private final HandOvers handOvers = new HandOvers();
    private long waitNotedAt;
    private boolean waitNoted;
    private boolean closed;

    private JdbcCheckpoints(Database database, Leases leases, JdbcSettings settings) {
        this.database = database;
        this.leases = leases;
        this.noteNanos = TimeUnit.MILLISECONDS.toNanos(settings.leaseMillis()) / 3;
    }

    static JdbcCheckpoints open(Database database, Leases leases, JdbcSettings settings) throws IOException {
        database.call("begin a session", in -> {
            leases.appear(in, false);
            return true;
        });
        return new JdbcCheckpoints(database, leases, settings);
    }

    @Override
    public Optional<Position> claim(String partition) throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IOException("the checkpoints are closed");
            }
            boolean noteWait = !waitNoted || System.nanoTime() - waitNotedAt > noteNanos;
            Optional<Leases.Taken> taken = database.call("claim " + partition, in -> {
                Leases.Taken got = leases.claim(in, partition);
                if (got == null && noteWait) {
                    leases.appear(in, true);
                }
                return Optional.ofNullable(got);
            });
            if (taken.isEmpty()) {
                if (noteWait) {
                    waitNoted = true;
                    waitNotedAt = System.nanoTime();
                }
                return Optional.empty();
            }
            fences.put(partition, taken.get().fence());
            gone.remove(partition);
            String token = taken.get().token();
            return Optional.of(token == null ? Position.start(partition) : Position.of(partition, token));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void save(Collection<Position> positions) throws IOException, StaleClaimException {
        lock.lock();
        try {
            Set<String> stale = new HashSet<>();
            Map<String, String> tokens = new HashMap<>();
            for (Position position : positions) {
                if (closed || gone.contains(position.partition())) {
                    stale.add(position.partition());
                } else {
                    tokens.put(position.partition(), position.token());
                }
            }
            if (!tokens.isEmpty()) {
                stale.addAll(save(tokens));
            }
            if (!stale.isEmpty()) {
                throw new StaleClaimException(stale);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Saves in one transaction and returns what could not be, because somebody else holds it by now. */
    private Collection<String> save(Map<String, String> tokens) throws IOException {
        Map<String, Long> under = new HashMap<>();
        List<String> stale = database.call("save " + tokens.size() + " positions", in -> {
            under.clear();
            Map<String, String> writable = new HashMap<>(tokens);
            Set<String> refused = new HashSet<>();
            for (String partition : tokens.keySet()) {
                Long fence = fences.get(partition);
                // What nobody has held so far may be read, and saved, without a claim.
                Leases.Taken taken = fence == null ? leases.claim(in, partition) : new Leases.Taken(null, fence);
                if (taken == null) {
                    writable.remove(partition);
                    refused.add(partition);
                } else {
                    under.put(partition, taken.fence());
                }
            }
            List<String> lost = leases.save(in, writable, under);
            lost.addAll(refused);
            return lost;
        });
        fences.putAll(under);
        stale.forEach(this::forget);
        return stale;
    }

    @Override
    public void release(Set<String> partitions) throws IOException {
        lock.lock();
        try {
            if (closed || partitions.isEmpty()) {
                return;
            }
            database.call("release " + partitions.size() + " partitions", in -> {
                for (String partition : partitions.stream().sorted().toList()) {
                    leases.release(in, partition, handOvers.promisedTo(partition));
                }
                return true;
            });
            partitions.forEach(this::forget);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Set<String> renew() throws IOException {
        lock.lock();
        try {
            if (closed) {
                return Set.of();
            }
            Map<String, Long> held = database.call("renew claims", in -> {
                leases.appear(in, false);
                Map<String, Long> ours = leases.renew(in);
                for (String partition : ours.keySet()) {
                    // Claimed by a call whose answer was lost on the way.
                    if (!fences.containsKey(partition)) {
                        leases.release(in, partition, null);
                    }
                }
                return ours;
            });
            Set<String> lost = new HashSet<>();
            fences.forEach((partition, fence) -> {
                if (!fence.equals(held.get(partition))) {
                    lost.add(partition);
                }
            });
            lost.forEach(this::forget);
            return lost;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Set<String> wanted() throws IOException {
        lock.lock();
        try {
            if (closed || fences.isEmpty()) {
                return Set.of();
            }
            Leases.Members members = database.call("look at the other sessions", leases::members);
            Map<String, Integer> toGive = Shares.toHandOver(leases.session().member(), members);
            return handOvers.choose(fences.keySet(), toGive);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            fences.clear();
            database.call("give everything back", in -> {
                leases.leave(in);
                return true;
            });
        } finally {
            lock.unlock();
        }
    }

    private void forget(String partition) {
        fences.remove(partition);
        gone.add(partition);
        handOvers.done(partition);
    }
}
