package io.perigee.benchmarks.micro;

import io.perigee.benchmarks.cached.LocalCache;
import io.perigee.cache.CacheKey;
import io.perigee.cache.InvalidationMarks;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The check that every hit makes, over the keys of 1,000,000 objects, and what it costs to accept one more invalidation. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class InvalidationMarksBenchmark {

    private static final String NAMESPACE = "bench";
    private static final long FETCHED_AT = 1;

    @Param({"1000000"})
    private int objects;

    /** How many wildcard marks there are, of other paths than the objects'. */
    @Param({"0", "1", "10000"})
    private int wildcards;

    private InvalidationMarks marks = new InvalidationMarks();
    private CacheKey[] keys = new CacheKey[0];
    private int next;
    private long sequence;

    @Setup(Level.Iteration)
    public void mark() {
        if (keys.length == 0) {
            keys = new CacheKey[objects];
            for (int i = 0; i < objects; i++) {
                keys[i] = new CacheKey(NAMESPACE, LocalCache.path(i), "");
            }
        }
        // What accept() added in the iteration before must not make this one dearer.
        marks = new InvalidationMarks();
        sequence = FETCHED_AT;
        for (int i = 0; i < wildcards; i++) {
            marks.addPath(NAMESPACE, "/assets/images/sections/" + i + "/*", ++sequence);
        }
    }

    /** Is this object dead? */
    @Benchmark
    public boolean covers() {
        next = (next + 7919) % objects;
        return marks.covers(keys[next], List.of(), FETCHED_AT);
    }

    /** A wildcard is invalidated; the objects that it covers are not touched. */
    @Benchmark
    public void acceptWildcard() {
        long now = ++sequence;
        marks.addPath(NAMESPACE, "/assets/images/products/" + now % 100 + "/*", now);
    }
}
