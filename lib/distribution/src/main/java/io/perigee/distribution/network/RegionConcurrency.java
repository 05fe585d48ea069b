package io.perigee.distribution.network;

import io.perigee.distribution.FunctionConcurrency;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.VersionWeight;
import io.perigee.distribution.network.NetworkConfig.WeightedFunction;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The concurrency of functions in one region.
 *
 * @param account the calls of all functions that may be under way
 * @param reserved of those, what single functions have to themselves, by name
 * @param provisioned environments that are kept initialised, by version
 */
public record RegionConcurrency(int account, Map<String, Integer> reserved, Map<FunctionVersion, Integer> provisioned) {

    /** What must stay for functions that have nothing reserved. */
    public static final int LEAST_UNRESERVED = 100;

    public RegionConcurrency {
        reserved = Map.copyOf(reserved);
        provisioned = Map.copyOf(provisioned);
    }

    /**
     * As a network is configured.
     *
     * @param region null: one that nothing names
     */
    public static RegionConcurrency of(NetworkConfig config, @Nullable String region) {
        Map<String, Integer> reserved = new LinkedHashMap<>();
        Map<FunctionVersion, Integer> provisioned = new LinkedHashMap<>();
        for (FunctionConcurrency concurrency : config.functionConcurrency().values()) {
            OptionalInt own = concurrency.reserved(region);
            own.ifPresent(executions -> reserved.put(concurrency.function(), executions));
            concurrency
                    .provisioned(region)
                    .forEach((qualifier, executions) -> config.functions(concurrency.function(), qualifier)
                            .forEach(target ->
                                    provisioned.merge(target.function(), share(executions, target), Integer::sum)));
        }
        return new RegionConcurrency(config.accountLimit().concurrentExecutions(), reserved, provisioned);
    }

    /** An alias's versions have their shares of its environments, rounded up. */
    private static int share(int executions, WeightedFunction target) {
        return (int) Math.ceilDiv((long) executions * target.weight(), (long) VersionWeight.WHOLE);
    }

    /** What functions share that have nothing reserved; AWS's {@code UnreservedConcurrentExecutions}. */
    public int unreserved() {
        return account - reserved.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The regions that some function's settings name. */
    public static Set<String> named(NetworkConfig config) {
        Set<String> regions = new TreeSet<>();
        config.functionConcurrency().values().forEach(concurrency -> regions.addAll(concurrency.regions()));
        return regions;
    }

    /**
     * What the account has left for functions that have nothing reserved: what is provisioned for a function without a reservation is taken
     * from it as well.
     *
     * @param all the settings of all functions
     */
    static int unreserved(int account, Collection<FunctionConcurrency> all, @Nullable String region) {
        long taken = 0;
        for (FunctionConcurrency concurrency : all) {
            taken += concurrency.reserved(region).orElseGet(() -> provisioned(concurrency, region));
        }
        return (int) Math.max(Integer.MIN_VALUE, account - taken);
    }

    /** What is provisioned for a function, all qualifiers together. */
    static int provisioned(FunctionConcurrency concurrency, @Nullable String region) {
        return concurrency.provisioned(region).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }
}
