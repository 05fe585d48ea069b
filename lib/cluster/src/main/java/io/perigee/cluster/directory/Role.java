package io.perigee.cluster.directory;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a node is for. */
public enum Role {
    @JsonProperty("edge")
    EDGE,
    @JsonProperty("regional")
    REGIONAL,
    @JsonProperty("origin")
    ORIGIN,
    @JsonProperty("control")
    CONTROL
}
