package io.perigee.functions.host;

import io.perigee.functions.FunctionTier;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The calls that are under way on a node, counted in pools: one for each reservation, and one for all other functions. */
final class Concurrency {
    /** A number of calls that may be under way at a time. */
    static final class Pool {
        private final String limitWord;
        private final AtomicInteger underWay = new AtomicInteger();
        private final LiveFunction.Admission admitted = new LiveFunction.Admission.Admitted(this);
        private volatile int limit;

        private Pool(String limitWord, int limit) {
            this.limitWord = limitWord;
            this.limit = limit;
        }

        /** Whether there was a place; then {@link #leave} follows. */
        boolean enter() {
            if (underWay.incrementAndGet() > limit) {
                underWay.decrementAndGet();
                return false;
            }
            return true;
        }

        void leave() {
            underWay.decrementAndGet();
        }

        int underWay() {
            return underWay.get();
        }

        LiveFunction.Admission admitted() {
            return admitted;
        }

        /** Which limit it is, in the words of Lambda's {@code TooManyRequestsException}, and how much. */
        String describeLimit() {
            return limitWord + ", " + limit + " calls are under way";
        }
    }

    /** Not counted by Lambda; what bounds them is their compute time. */
    private final Pool light = new Pool("ConcurrentInvocationLimitExceeded", Integer.MAX_VALUE);

    private final Pool unreserved;

    // Guarded by this: what the parts are made of.
    private ConcurrencyLimits limits;
    private int nodes = 1;

    private volatile Map<String, Pool> reserved = Map.of();

    Concurrency(ConcurrencyLimits limits) {
        unreserved = new Pool("ConcurrentInvocationLimitExceeded", limits.unreserved());
        this.limits = limits;
        apply(limits);
    }

    /** Of the region, from now on. Calls under way keep the places that they have. */
    synchronized void limit(ConcurrencyLimits changed) {
        limits = changed;
        apply(changed.share(nodes));
    }

    /** Among that many nodes, from now on. */
    synchronized void share(int changed) {
        nodes = changed;
        apply(limits.share(changed));
    }

    private void apply(ConcurrencyLimits limits) {
        Map<String, Pool> changed = new HashMap<>();
        limits.reserved().forEach((name, limit) -> {
            Pool pool =
                    reserved.getOrDefault(name, new Pool("ReservedFunctionConcurrentInvocationLimitExceeded", limit));
            pool.limit = limit;
            changed.put(name, pool);
        });
        unreserved.limit = limits.unreserved();
        reserved = Map.copyOf(changed);
    }

    /** Where the next call of that function takes its place. */
    Pool of(String function, FunctionTier tier) {
        return tier == FunctionTier.CLOUDFRONT_FUNCTION ? light : reserved.getOrDefault(function, unreserved);
    }

    /** Calls under way that count. */
    int underWay() {
        return unreserved.underWay()
                + reserved.values().stream().mapToInt(Pool::underWay).sum();
    }
}
