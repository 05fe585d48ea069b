package io.perigee.cluster.directory;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a node is for. */
public enum Role {
    @JsonProperty("edge")
    EDGE,
    @JsonProperty("regional")
    REGIONAL,
    @JsonProperty("origin")
    ORIGIN,
    @JsonProperty("control")
    CONTROL;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The word for it in metrics: the name in lower case. */
    public String label() {
        return label;
    }
}
