package io.perigee.distribution.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.VersionWeight;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.routing.CompiledBehavior.FunctionBinding;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FunctionBindingProperties {

    private static final int CALLS = 20_000;

    @Property(tries = 50)
    void callsAreSharedByTheWeights(@ForAll @IntRange(max = 10_000) int weight, @ForAll long seed) {
        FunctionBinding binding = binding(weight);
        Random random = new Random(seed);
        int additional = 0;
        for (int i = 0; i < CALLS; i++) {
            additional += binding.pick(random.nextInt(VersionWeight.WHOLE)).version() == 2 ? 1 : 0;
        }

        // Five standard deviations at most: one failure in millions of tries.
        assertThat(additional / (double) CALLS).isCloseTo(weight / 10_000.0, within(5 * 0.5 / Math.sqrt(CALLS)));
    }

    @Property(tries = 100)
    void exactlyTheWeightsShareOfAllPointsGoesToAVersion(@ForAll @IntRange(max = 10_000) int weight) {
        FunctionBinding binding = binding(weight);
        int additional = 0;
        for (int point = 0; point < VersionWeight.WHOLE; point++) {
            additional += binding.pick(point).version() == 2 ? 1 : 0;
        }

        assertThat(additional).isEqualTo(weight);
    }

    private static FunctionBinding binding(int weight) {
        NetworkConfig config = NetworkConfig.EMPTY
                .with(1, new Change.FunctionPublished(function(1)))
                .with(2, new Change.FunctionPublished(function(2)))
                .with(
                        3,
                        new Change.FunctionAliasApplied(
                                new FunctionAlias("f", "live", "", 1, List.of(new VersionWeight(2, weight)))));
        return new FunctionBinding(config.functions("f", "live"), false);
    }

    private static FunctionVersion function(int version) {
        return FunctionVersion.verticle("f", version, "a".repeat(64), 1, "F");
    }
}
