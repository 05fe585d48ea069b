package io.perigee.system;

import java.util.List;
import java.util.Locale;

/** The services, with the ports that their images expose. */
enum Role {
    EDGE,
    REGIONAL,
    ORIGIN,
    CONTROL;

    /** Where every node's health and metrics are. */
    static final int MANAGEMENT = 9090;

    /** Those that a test reaches, beside {@link #MANAGEMENT}. */
    List<Integer> ports() {
        return switch (this) {
            case EDGE -> List.of(8080);
            case REGIONAL -> List.of(7700);
            case ORIGIN -> List.of(7500, 7501);
            case CONTROL -> List.of(7400);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
