package io.perigee.delivery.tier;

import io.perigee.node.config.ConfigChecks;

/**
 * Delays as distance would make them.
 *
 * @param originLatitude where the origins are taken to be, degrees north
 * @param originLongitude degrees east
 */
public record LatencyConfig(double originLatitude, double originLongitude) {

    public LatencyConfig {
        new ConfigChecks()
                .that(Math.abs(originLatitude) <= 90, "originLatitude", originLatitude, "-90 to 90")
                .that(Math.abs(originLongitude) <= 180, "originLongitude", originLongitude, "-180 to 180")
                .done();
    }
}
