package io.perigee.cluster.lease;

import java.util.concurrent.CompletionStage;

/** How a node's renewals reach the control plane. */
public interface LeaseTransport {

    /**
     * Stores a record in place of this process's last.
     *
     * @return completes when it is stored, where every control plane that looks from then on finds it. A write that
     *     fails may still take effect later, but no write takes effect twice.
     */
    CompletionStage<Void> write(LeaseRecord record);

    /** Reads the log's head; fails if there is none yet. */
    CompletionStage<LogHead> readHead();
}
