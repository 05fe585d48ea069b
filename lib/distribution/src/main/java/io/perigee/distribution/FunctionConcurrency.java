package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How many calls of a function may be under way, and how many of its environments are kept initialised. See AWS on <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html">function scaling</a>.
 */
public record FunctionConcurrency(
        @Describes(value = "The function's name.", format = Format.ID)
        String function,

        @Describes(
                value = "What is reserved for the function, one entry for a region.",
                defaultValue = "[]",
                maxItems = 100)
        List<ReservedConcurrency> reserved,

        @Describes(
                value = "What is kept initialised, one entry for a version or alias in a region.",
                defaultValue = "[]",
                maxItems = 100)
        List<ProvisionedConcurrency> provisioned) {

    public FunctionConcurrency {
        reserved = List.copyOf(reserved);
        provisioned = List.copyOf(provisioned);
    }

    /** Whether it says nothing. */
    public boolean isEmpty() {
        return reserved.isEmpty() && provisioned.isEmpty();
    }

    /** What is reserved in that region; null: in one that no entry names. */
    public OptionalInt reserved(@Nullable String region) {
        OptionalInt everywhere = OptionalInt.empty();
        for (ReservedConcurrency one : reserved) {
            if (Objects.equals(one.region(), region)) {
                return OptionalInt.of(one.reservedConcurrentExecutions());
            }
            if (one.region() == null) {
                everywhere = OptionalInt.of(one.reservedConcurrentExecutions());
            }
        }
        return everywhere;
    }

    /** What is kept initialised in that region, by qualifier; null: in one that no entry names. */
    public Map<String, Integer> provisioned(@Nullable String region) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (ProvisionedConcurrency one : provisioned) {
            if (one.region() == null) {
                counts.put(one.qualifier(), one.provisionedConcurrentExecutions());
            }
        }
        for (ProvisionedConcurrency one : provisioned) {
            if (one.region() != null && one.region().equals(region)) {
                counts.put(one.qualifier(), one.provisionedConcurrentExecutions());
            }
        }
        return counts;
    }

    /** The regions that entries name. */
    public Set<String> regions() {
        Set<String> regions = new TreeSet<>();
        reserved.forEach(one -> add(regions, one.region()));
        provisioned.forEach(one -> add(regions, one.region()));
        return regions;
    }

    private static void add(Set<String> regions, @Nullable String region) {
        if (region != null) {
            regions.add(region);
        }
    }
}
