package io.perigee.edge;

import io.perigee.distribution.routing.CompiledDistribution;
import org.jspecify.annotations.Nullable;

/** Which distribution a host belongs to. */
@FunctionalInterface
public interface Distributions {

    /**
     * The distribution that answers for a host; null when there is none.
     *
     * @param host lower case, without port
     */
    @Nullable
    CompiledDistribution forHost(String host);
}
