package io.perigee.observability;

import java.util.Locale;

/** The kind of node that a request was served by. */
public enum Tier {
    EDGE,
    REGIONAL,
    ORIGIN,
    CONTROL,
    ROUTER;

    private final String label = name().toLowerCase(Locale.ROOT);

    public String label() {
        return label;
    }
}
