package io.perigee.observability.traffic;

import java.util.Map;

/**
 * What one node tells of the time since it told last.
 *
 * @param node its id
 * @param distributions by id; an empty id for requests to hosts that no distribution answers to
 */
public record NodeTraffic(String node, Map<String, Traffic> distributions) {

    public NodeTraffic {
        distributions = Map.copyOf(distributions);
    }
}
