package io.perigee.cluster;

import com.hazelcast.core.HazelcastException;
import io.perigee.cluster.directory.DirectoryJson;
import io.perigee.cluster.directory.NodeInfo;
import io.perigee.cluster.directory.NodeReport;
import io.perigee.cluster.directory.NodeState;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node's entry in the directory: what it says of itself when that changes or went missing, and a report with
 * every beat. Failures are the next beat's matter. Blocks: for the thread that may wait for the cluster.
 */
final class Presence {

    /** A report with a number that changes every time, so that control planes see that the node lives. */
    record Beat(long number, NodeReport report) {}

    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

    private final Supplier<NodeReport> report;
    private volatile NodeInfo self;
    private volatile String stored = "";
    private long beats;

    Presence(NodeInfo self, Supplier<NodeReport> report) {
        this.self = self;
        this.report = report;
    }

    NodeInfo self() {
        return self;
    }

    void become(NodeState state) {
        self = self.in(state);
    }

    void beat(SharedData data) {
        try {
            String info = DirectoryJson.encode(self);
            if (!info.equals(stored)) {
                data.nodes().set(self.id(), info);
                stored = info;
            } else {
                data.nodes().putIfAbsent(self.id(), info);
            }
            beats++;
            data.reports().set(self.id(), DirectoryJson.encode(new Beat(beats, report.get())));
        } catch (HazelcastException | IllegalStateException away) {
            LOG.debug("Could not report to the cluster: {}", away.toString());
        }
    }

    /** Takes the entry out, unless another process of the same node has written its own. */
    void leave(SharedData data) {
        try {
            data.nodes().remove(self.id(), stored);
            data.reports().delete(self.id());
        } catch (HazelcastException | IllegalStateException away) {
            LOG.debug("Could not leave the directory: {}", away.toString());
        }
    }
}
