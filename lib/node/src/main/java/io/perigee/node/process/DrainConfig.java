package io.perigee.node.process;

import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.Default;
import java.time.Duration;

/**
 * How a node goes away.
 *
 * @param readinessDelay from the moment that readiness is false to the one that connections are no longer accepted: what
 *     load balancers and other nodes need to notice
 * @param requestLimit how long requests in flight may take to finish; then they are cut
 * @param partLimit how long each part may take to stop; then it is left behind
 */
public record DrainConfig(
        @Default("5s") Duration readinessDelay,
        @Default("30s") Duration requestLimit,
        @Default("10s") Duration partLimit) {

    public DrainConfig {
        new ConfigChecks()
                .that(!readinessDelay.isNegative(), "readinessDelay", readinessDelay, "0s or more")
                .that(requestLimit.isPositive(), "requestLimit", requestLimit, "more than 0s")
                .that(partLimit.isPositive(), "partLimit", partLimit, "more than 0s")
                .done();
    }

    /** For demos and tests: nobody has to notice, requests may take 5 s. */
    public static DrainConfig quick() {
        return new DrainConfig(Duration.ZERO, Duration.ofSeconds(5), Duration.ofSeconds(5));
    }
}
