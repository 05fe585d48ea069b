package io.perigee.node.process;

import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import java.time.Duration;

/** How a node goes away. */
public record DrainConfig(
        @Setting(
                value =
                        "From the moment that readiness is false to the one that connections are no longer accepted: what load balancers and other nodes need to notice.",
                min = "0s")
        @Default("5s")
        Duration readinessDelay,

        @Setting(value = "How long requests in flight may take to finish; then they are cut.", min = "1ms")
        @Default("30s")
        Duration requestLimit,

        @Setting(value = "How long each part of the node may take to stop; then it is left behind.", min = "1ms")
        @Default("10s")
        Duration partLimit) {

    /** For demos and tests: nobody has to notice, requests may take 5 s. */
    public static DrainConfig quick() {
        return new DrainConfig(Duration.ZERO, Duration.ofSeconds(5), Duration.ofSeconds(5));
    }
}
