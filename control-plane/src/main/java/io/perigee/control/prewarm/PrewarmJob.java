package io.perigee.control.prewarm;

import io.perigee.control.router.RoutableEdge;
import io.perigee.distribution.Prewarm;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Asks edges for paths, one after the other and no faster than it is told, until all have been asked or somebody cancels it. Its fields are
 * guarded by its lock, which is never held while calling out.
 */
public final class PrewarmJob {

    private static final long TICK_MILLIS = 20;
    private static final int MOST_AT_ONCE = 64;
    private static final int SAMPLES_OF_A_KIND = 10;

    private final String id;
    private final String distribution;
    private final Prewarm wanted;
    private final String host;
    private final List<List<RoutableEdge>> groups;
    private final long createdAtMillis;
    private final EdgeRequests requests;
    private final LongSupplier nanoTime;
    private final Promise<Void> ended = Promise.promise();
    private final Map<Fetched.Kind, Long> counts = new EnumMap<>(Fetched.Kind.class);
    private final List<Sample> samples = new ArrayList<>();
    private State state = State.RUNNING;
    private long begun;
    private long done;
    private long bytes;
    private long nextAtNanos;

    /** How a job stands. */
    public enum State {
        RUNNING,
        FINISHED,
        CANCELLED
    }

    /** A request that filled nothing. */
    public record Sample(String edge, String path, Fetched.Kind kind, String reason) {}

    /** How far a job has come. */
    public record Snapshot(
            State state, long requests, long done, Map<Fetched.Kind, Long> counts, long bytes, List<Sample> samples) {

        public Snapshot {
            counts = Map.copyOf(counts);
            samples = List.copyOf(samples);
        }

        /** How many requests came to this. */
        public long count(Fetched.Kind kind) {
            return counts.getOrDefault(kind, 0L);
        }
    }

    /**
     * A job that is not begun yet.
     *
     * @param groups for each path one edge of each group is asked, in turns; none is empty
     */
    PrewarmJob(
            String id,
            String distribution,
            Prewarm wanted,
            String host,
            List<List<RoutableEdge>> groups,
            long createdAtMillis,
            EdgeRequests requests,
            LongSupplier nanoTime) {
        this.id = id;
        this.distribution = distribution;
        this.wanted = wanted;
        this.host = host;
        this.groups = groups;
        this.createdAtMillis = createdAtMillis;
        this.requests = requests;
        this.nanoTime = nanoTime;
    }

    public String id() {
        return id;
    }

    public String distribution() {
        return distribution;
    }

    public long createdAtMillis() {
        return createdAtMillis;
    }

    /** How many edges are asked. */
    public long edges() {
        return groups.stream().mapToLong(List::size).sum();
    }

    /** Completes when nothing is asked any more. */
    public Future<Void> ended() {
        return ended.future();
    }

    public synchronized Snapshot snapshot() {
        return new Snapshot(state, total(), done, counts, bytes, samples);
    }

    synchronized boolean isRunning() {
        return state == State.RUNNING;
    }

    void begin(Vertx vertx) {
        long start = nanoTime.getAsLong();
        vertx.setPeriodic(0, TICK_MILLIS, timer -> {
            if (ended.future().isComplete()) {
                vertx.cancelTimer(timer);
            } else {
                askSome(nanoTime.getAsLong() - start);
            }
        });
    }

    /** Asks nothing more; what is under way is not counted. */
    public void cancel() {
        end(State.CANCELLED);
    }

    private void askSome(long nanos) {
        for (long next = take(nanos); next >= 0; next = take(nanos)) {
            String path = wanted.paths().get((int) (next / groups.size()));
            List<RoutableEdge> group = groups.get((int) (next % groups.size()));
            RoutableEdge edge = group.get((int) (next / groups.size() % group.size()));
            requests.get(id, edge, host, path, wanted.headers()).onSuccess(fetched -> count(edge, path, fetched));
        }
    }

    /** The number of the request that may be sent now; -1: none. What was missed while edges were slow is not made up for. */
    private synchronized long take(long nanos) {
        boolean may = state == State.RUNNING && begun < total() && begun - done < MOST_AT_ONCE && nanos >= nextAtNanos;
        if (!may) {
            return -1;
        }
        nextAtNanos = Math.max(nextAtNanos, nanos - TICK_MILLIS * 1_000_000) + 1_000_000_000L / wanted.rate();
        return begun++;
    }

    private void count(RoutableEdge edge, String path, Fetched fetched) {
        boolean last;
        synchronized (this) {
            if (state != State.RUNNING) {
                return;
            }
            done++;
            bytes += fetched.bytes();
            long before = counts.merge(fetched.kind(), 1L, Long::sum);
            boolean telling = fetched.kind() == Fetched.Kind.FAILED || fetched.kind() == Fetched.Kind.UNCACHEABLE;
            if (telling && before <= SAMPLES_OF_A_KIND) {
                samples.add(new Sample(edge.id(), path, fetched.kind(), fetched.reason()));
            }
            last = done == total();
        }
        if (last) {
            end(State.FINISHED);
        }
    }

    private void end(State how) {
        synchronized (this) {
            if (state != State.RUNNING) {
                return;
            }
            state = how;
        }
        ended.complete();
    }

    private long total() {
        return (long) wanted.paths().size() * groups.size();
    }
}
