package io.perigee.benchmarks.peers;

import io.perigee.benchmarks.server.Payload;
import io.perigee.benchmarks.server.Transport;

/** What is driven: a server's object of one size over one transport. */
public record Lane(Transport transport, Payload payload, String server) {}
