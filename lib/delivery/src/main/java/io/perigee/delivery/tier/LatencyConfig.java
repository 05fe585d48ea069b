package io.perigee.delivery.tier;

import io.perigee.node.config.Setting;

/** Delays as distance would make them. */
public record LatencyConfig(
        @Setting(value = "Where the origins are taken to be, degrees north.", min = "-90", max = "90")
        double originLatitude,

        @Setting(value = "Where the origins are taken to be, degrees east.", min = "-180", max = "180")
        double originLongitude) {}
