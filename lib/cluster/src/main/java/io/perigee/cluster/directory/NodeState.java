package io.perigee.cluster.directory;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a node says about itself. */
public enum NodeState {
    /** Not serving yet. */
    @JsonProperty("starting")
    STARTING,
    /** Serving; traffic may be sent to it. */
    @JsonProperty("ready")
    READY,
    /** Finishing what it has; no new traffic, but what it serves still counts for acknowledgements. */
    @JsonProperty("draining")
    DRAINING
}
