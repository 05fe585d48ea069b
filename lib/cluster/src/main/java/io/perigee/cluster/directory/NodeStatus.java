package io.perigee.cluster.directory;

import java.time.Duration;
import java.util.Optional;

/**
 * One node as the control plane sees it.
 *
 * @param info what the node says of itself
 * @param report its last report, if one has come
 * @param silentFor how long ago the control plane heard of it, by its own clock
 */
public record NodeStatus(NodeInfo info, Optional<NodeReport> report, Duration silentFor) {}
