package io.perigee.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Asks for objects at a given rate over connections that are kept, one request at a time on each, in the calling thread.
 *
 * <p>A request's time counts from the moment when it was due: one that had to wait for a free connection has waited, so a server that
 * stalls cannot hide it by holding the load up.
 */
public final class OpenLoop {

    private static final long STALLED_NANOS = Duration.ofSeconds(30).toNanos();

    private final InetSocketAddress server;
    private final String host;
    private final int connections;

    /** @param server without a path */
    public OpenLoop(URI server, int connections) {
        this.server = new InetSocketAddress(server.getHost(), server.getPort());
        this.host = server.getAuthority();
        this.connections = connections;
    }

    /**
     * What came back.
     *
     * @param perSecond responses
     * @param hits of those whose {@code X-Cache} says so
     * @param others of all the others
     * @param hitsSeen of the hits, without the moments in which this generator itself did not run: the server took that long at least, and
     *     {@code hits} at most
     * @param longestAbsence the longest such moment, nanoseconds; those below a millisecond do not count
     */
    public record Report(double perSecond, Times hits, Times others, Times hitsSeen, long longestAbsence) {}

    /** So many requests, as fast as they are answered. */
    public void each(Supplier<String> paths, int requests) throws IOException {
        new Run(paths, 0, requests, Long.MAX_VALUE).go();
    }

    /** As fast as they are answered. */
    public Report fast(Supplier<String> paths, Duration time) throws IOException {
        return new Run(paths, 0, Long.MAX_VALUE, time.toNanos()).go().report();
    }

    /** At this rate. */
    public Report atRate(Supplier<String> paths, double perSecond, Duration time) throws IOException {
        return new Run(paths, perSecond, Long.MAX_VALUE, time.toNanos()).go().report();
    }

    private final class Run {
        private final Supplier<String> paths;
        private final double perSecond;
        private final long requests;
        private final long nanos;
        private final ArrayDeque<LoadConnection> idle = new ArrayDeque<>();
        private final Recorded hits = new Recorded();
        private final Recorded others = new Recorded();
        private final Recorded hitsSeen = new Recorded();
        private Absences absences = new Absences(0);
        private long begun;
        private long ended;
        private long sent;

        /** @param perSecond 0 for as fast as it goes */
        Run(Supplier<String> paths, double perSecond, long requests, long nanos) {
            this.paths = paths;
            this.perSecond = perSecond;
            this.requests = requests;
            this.nanos = nanos;
        }

        Run go() throws IOException {
            List<LoadConnection> all = new ArrayList<>();
            try (Selector selector = Selector.open()) {
                for (int i = 0; i < connections; i++) {
                    all.add(LoadConnection.open(server, host, selector));
                }
                idle.addAll(all);
                begun = System.nanoTime();
                absences = new Absences(begun);
                drive(selector);
                ended = System.nanoTime();
                return this;
            } finally {
                for (LoadConnection connection : all) {
                    connection.close();
                }
            }
        }

        /**
         * Of a run that has ended.
         *
         * @throws IllegalArgumentException if there was no hit, or nothing but hits
         */
        Report report() {
            return new Report(
                    sent / ((ended - begun) / 1e9), hits.times(), others.times(), hitsSeen.times(), absences.longest());
        }

        private void drive(Selector selector) throws IOException {
            long lastAnswer = System.nanoTime();
            while (true) {
                long now = System.nanoTime();
                absences.looks(now);
                while (!idle.isEmpty() && isDue(now)) {
                    long due = perSecond == 0 ? now : due(sent);
                    idle.pop().send(paths.get(), due, absences.totalAt(due));
                    sent++;
                }
                if (!isMore(now) && idle.size() == connections) {
                    return;
                }
                // Asked again and again rather than slept: waking up takes longer than an answer.
                if (selector.selectNow() > 0) {
                    lastAnswer = now;
                    for (SelectionKey key : selector.selectedKeys()) {
                        read((LoadConnection) key.attachment());
                    }
                    selector.selectedKeys().clear();
                } else if (now - lastAnswer > STALLED_NANOS && idle.size() < connections) {
                    throw new IOException((connections - idle.size()) + " requests have not been answered for 30 s");
                }
            }
        }

        private void read(LoadConnection connection) throws IOException {
            if (connection.read()) {
                long time = System.nanoTime() - connection.due();
                (connection.wasHit() ? hits : others).add(time);
                if (connection.wasHit()) {
                    hitsSeen.add(time - (absences.total() - connection.absenceBefore()));
                }
                idle.push(connection);
            }
        }

        private boolean isMore(long now) {
            return sent < requests && (perSecond == 0 ? now - begun : due(sent) - begun) < nanos;
        }

        private boolean isDue(long now) {
            return isMore(now) && (perSecond == 0 || due(sent) <= now);
        }

        private long due(long number) {
            return begun + (long) (number * 1e9 / perSecond);
        }
    }

    private static final class Recorded {
        private long[] nanos = new long[1 << 16];
        private int count;

        void add(long time) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = time;
        }

        Times times() {
            return new Times(Arrays.copyOf(nanos, count));
        }
    }
}
