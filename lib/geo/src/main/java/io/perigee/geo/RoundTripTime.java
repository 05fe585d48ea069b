package io.perigee.geo;

import java.time.Duration;

/**
 * A model of network round-trip times, for demonstrations.
 *
 * <p>Light travels in fibre at about two thirds of its speed in vacuum: 200 km per millisecond. Cables do not follow
 * great circles; a path factor of 1.6 fits the published round-trip times between large cities (Tokyo to Frankfurt,
 * 9,350 km: 150 ms modelled, some 150 to 230 ms seen; New York to London, 5,570 km: 90 ms modelled, some 70 to 75 ms
 * seen). A constant stands for the last mile, routers and queues.
 */
public final class RoundTripTime {
    static final double FIBRE_KM_PER_MS = 200;
    static final double PATH_FACTOR = 1.6;

    /** Round trip between neighbours: last mile, routers, queues. */
    public static final Duration LOCAL = Duration.ofMillis(2);

    private RoundTripTime() {}

    /**
     * Round-trip time over a great-circle distance.
     *
     * @param km 0 or more
     * @throws IllegalArgumentException when the distance is negative or not a number
     */
    public static Duration betweenKm(double km) {
        if (!(km >= 0)) {
            throw new IllegalArgumentException("distance " + km + " km: expected 0 or more");
        }
        double ms = 2 * km * PATH_FACTOR / FIBRE_KM_PER_MS;
        return LOCAL.plusNanos(Math.round(ms * 1_000_000));
    }

    /** Round-trip time between two points. */
    public static Duration between(Coordinates a, Coordinates b) {
        return betweenKm(Distance.km(a, b));
    }
}
