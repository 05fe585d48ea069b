package io.perigee.delivery.network;

import io.perigee.cluster.log.LogPosition;
import io.perigee.cluster.log.MissedEntries;
import io.perigee.distribution.network.NetworkConfig;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** What a node asks the control plane for. Every call completes in bounded time and fails where no control plane is in reach. */
public interface ControlPlane extends MissedEntries {

    /**
     * The configuration as a whole.
     *
     * @param log the identity of the change log that {@code config}'s sequence belongs to
     */
    record Snapshot(String log, NetworkConfig config) {
        public LogPosition position() {
            return new LogPosition(log, config.sequence());
        }
    }

    Future<Snapshot> snapshot();

    /** The package of one version of a function. */
    Future<Buffer> functionCode(String name, int version);
}
