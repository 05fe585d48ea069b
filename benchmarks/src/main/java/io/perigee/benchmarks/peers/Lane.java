package io.perigee.benchmarks.peers;

import io.perigee.benchmarks.server.Payload;
import io.perigee.benchmarks.server.Storage;
import io.perigee.benchmarks.server.Transport;

/** What is driven: a server's objects of one size, out of one storage, over one transport. */
public record Lane(Storage storage, Transport transport, Payload payload, String server) {

    /** Whether the other is a server that answers the same requests. */
    public boolean isSameKind(Lane other) {
        return storage == other.storage && transport == other.transport && payload.equals(other.payload);
    }
}
