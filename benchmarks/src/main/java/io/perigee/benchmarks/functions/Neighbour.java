package io.perigee.benchmarks.functions;

import io.perigee.benchmarks.load.KeptConnection;
import io.perigee.benchmarks.load.Times;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** One viewer with a connection of its own, who asks at a steady rate. */
final class Neighbour implements AutoCloseable {
    private static final int MOST = 1 << 16;

    private final KeptConnection connection;

    Neighbour(URI server) throws IOException {
        connection = new KeptConnection(server);
    }

    /** Asks for so long, with pauses between. */
    Times times(Duration length, long pauseNanos) {
        long[] nanos = new long[MOST];
        int count = 0;
        long end = System.nanoTime() + length.toNanos();
        try {
            while (count < MOST && System.nanoTime() - end < 0) {
                nanos[count++] = connection.get("/").nanos();
                LockSupport.parkNanos(pauseNanos);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Times(Arrays.copyOf(nanos, count));
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
