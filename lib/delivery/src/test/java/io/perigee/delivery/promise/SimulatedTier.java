package io.perigee.delivery.promise;

import io.perigee.cache.CacheSettings;
import io.perigee.cache.CacheTier;
import io.perigee.cache.SequenceView;

/** One node: the real cache, over a change log that the run applies, cuts and restores. */
final class SimulatedTier implements SequenceView {

    final String name;
    private final NetworkRun run;
    private CacheTier cache;
    private long applied;
    private int cutSince = -1;
    private boolean joined = true;

    SimulatedTier(String name, NetworkRun run) {
        this.name = name;
        this.run = run;
        this.cache = open();
    }

    private CacheTier open() {
        return new CacheTier(CacheSettings.ofMemory(4 << 20), this, run::nowMillis, Runnable::run);
    }

    CacheTier cache() {
        return cache;
    }

    @Override
    public long applied() {
        return applied;
    }

    /** The node's own half of the rule: its lease runs out before the control plane stops counting it. */
    @Override
    public boolean logKept() {
        return joined && (cutSince < 0 || run.step() - cutSince < NetworkRun.LEASE);
    }

    /** The control plane's half. */
    boolean counted() {
        return joined && (cutSince < 0 || run.step() - cutSince <= NetworkRun.LEASE + NetworkRun.MARGIN);
    }

    boolean cut() {
        return cutSince >= 0;
    }

    void apply(History.Invalidation entry) {
        mark(entry);
        applied = entry.sequence();
    }

    private void mark(History.Invalidation entry) {
        if (entry.soft() && entry.path().startsWith("#")) {
            cache.staleMarks().addTag(NetworkRun.DISTRIBUTION, entry.path().substring(1), entry.sequence());
        } else if (entry.soft()) {
            cache.staleMarks().addPath(NetworkRun.DISTRIBUTION, entry.path(), entry.sequence());
        } else if (entry.path().startsWith("#")) {
            cache.marks().addTag(NetworkRun.DISTRIBUTION, entry.path().substring(1), entry.sequence());
        } else {
            cache.marks().addPath(NetworkRun.DISTRIBUTION, entry.path(), entry.sequence());
        }
    }

    void cutOff() {
        cutSince = run.step();
    }

    /** Contact is back; past the lease the node is in again only when it has caught up. */
    void reconnect(long head) {
        if (!logKept()) {
            joined = applied >= head;
        }
        cutSince = -1;
    }

    /** In again once it is counted and then has applied all that was there at that moment. */
    void joinWhenCaughtUp(long head) {
        if (!joined && cutSince < 0 && applied >= head) {
            joined = true;
        }
    }

    /** Comes back with an empty cache, at the position that it had saved. */
    void restart() {
        cache.close();
        cache = open();
        joined = false;
        cutSince = -1;
        cache.staleMarks().unknownBefore(applied);
        for (History.Invalidation known : run.log()) {
            if (known.sequence() <= applied) {
                mark(known);
            }
        }
    }

    void close() {
        cache.close();
    }
}
