package io.perigee.cluster.directory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link NodeDirectory} that a feed keeps up to date. What it knows outlives the cluster's memory: a node that is
 * missing from a full reading (because the control plane has just restarted, and the node has not called in again)
 * stays for a grace time.
 *
 * <p>Changes come in turns of one executor; reading is free from any thread.
 */
public final class DirectoryView implements NodeDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryView.class);

    private final long grace;
    private final LongSupplier nanos;
    private final Executor turns;
    private final Map<String, NodeInfo> known = new TreeMap<>();
    private final Map<String, Long> missingUntil = new HashMap<>();
    private final Map<Object, Consumer<List<NodeInfo>>> listeners = new LinkedHashMap<>();
    private volatile List<NodeInfo> nodes;

    /**
     * A view that begins with what an earlier process exported.
     *
     * @param exported what {@link #export} gave, or an empty string
     * @param grace how long a node stays that a full reading does not contain
     * @param nanos a monotonic clock in nanoseconds
     * @param turns runs one task at a time; listeners are called from it
     * @throws IllegalArgumentException if {@code exported} is neither empty nor a directory
     */
    public DirectoryView(String exported, Duration grace, LongSupplier nanos, Executor turns) {
        this.grace = grace.toNanos();
        this.nanos = nanos;
        this.turns = turns;
        if (!exported.isEmpty()) {
            DirectoryJson.decodeAll(exported).forEach(node -> known.put(node.id(), node));
        }
        this.nodes = List.copyOf(known.values());
    }

    @Override
    public List<NodeInfo> nodes() {
        return nodes;
    }

    @Override
    public Registration listen(Consumer<List<NodeInfo>> listener) {
        Object registration = new Object();
        turns.execute(() -> {
            listeners.put(registration, listener);
            listener.accept(nodes);
        });
        return () -> turns.execute(() -> listeners.remove(registration));
    }

    @Override
    public String export() {
        return DirectoryJson.encodeAll(nodes);
    }

    /** A node joined or changed. Call in a turn. */
    public void put(NodeInfo node) {
        missingUntil.remove(node.id());
        if (!node.equals(known.put(node.id(), node))) {
            changed();
        }
    }

    /** A node left, or its lease ran out. Call in a turn. */
    public void remove(String id) {
        missingUntil.remove(id);
        if (known.remove(id) != null) {
            changed();
        }
    }

    /** The whole directory was read. Call in a turn. */
    public void synced(Collection<NodeInfo> all) {
        Map<String, NodeInfo> read = new HashMap<>();
        all.forEach(node -> read.put(node.id(), node));
        long until = nanos.getAsLong() + grace;
        missingUntil.keySet().removeAll(read.keySet());
        known.keySet().stream().filter(id -> !read.containsKey(id)).forEach(id -> missingUntil.putIfAbsent(id, until));
        Map<String, NodeInfo> before = Map.copyOf(known);
        known.putAll(read);
        if (!known.equals(before)) {
            changed();
        }
    }

    /** Drops the nodes whose grace has run out. Call in a turn, only while the cluster is in reach. */
    public void dropMissing() {
        long now = nanos.getAsLong();
        List<String> gone = new ArrayList<>();
        missingUntil.forEach((id, until) -> {
            if (now - until >= 0) {
                gone.add(id);
            }
        });
        gone.forEach(this::remove);
    }

    /** The cluster went out of reach: grace begins anew with the next reading. Call in a turn. */
    public void outOfReach() {
        missingUntil.clear();
    }

    private void changed() {
        List<NodeInfo> now = List.copyOf(known.values());
        nodes = now;
        List.copyOf(listeners.values()).forEach(listener -> {
            try {
                listener.accept(now);
            } catch (RuntimeException e) {
                LOG.warn("A listener of the directory failed", e);
            }
        });
    }
}
