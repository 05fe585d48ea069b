package io.perigee.benchmarks.micro;

import io.perigee.benchmarks.cached.LocalCache;
import io.perigee.cache.CacheCall;
import io.perigee.cache.CacheSettings;
import io.perigee.cache.Upstream;
import io.vertx.core.Future;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A hit in the memory tier, from the call to the answer, body given back unused; without and with wildcard invalidations of other
 * paths that came after the objects.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LookupBenchmark {

    private static final int BODY = 64;
    private static final int CALLS = 1 << 16;

    @Param({"1000000"})
    private int objects;

    /** How many wildcard marks there are. */
    @Param({"0", "1", "10000"})
    private int wildcards;

    private LocalCache cache = new LocalCache(CacheSettings.ofMemory(4L << 30));
    private CacheCall[] calls = new CacheCall[0];
    private int next;

    @Setup(Level.Trial)
    public void fill() {
        cache.send(new Once(objects, BODY));
        calls = new CacheCall[CALLS];
        for (int i = 0; i < CALLS; i++) {
            calls[i] = cache.call((int) (i * 7919L % objects));
        }
        for (int i = 0; i < wildcards; i++) {
            invalidate(i);
        }
    }

    private void invalidate(int section) {
        cache.invalidate("/assets/images/sections/" + section + "/*");
    }

    @TearDown(Level.Trial)
    public void close() {
        cache.close();
    }

    /** One hit, of an object that has been hit since the last invalidation: what nearly all hits are. */
    @Benchmark
    public void hit(Blackhole sink) {
        look(sink);
    }

    /** One hit, the first of its object since the last invalidation, if there is any: it has to be checked against all of them. */
    @Benchmark
    public void firstHit(Blackhole sink) {
        if (wildcards > 0 && (next & (CALLS - 1)) == 0) {
            invalidate(0);
        }
        look(sink);
    }

    private void look(Blackhole sink) {
        CacheCall call = calls[next++ & (CALLS - 1)];
        cache.tier().serve(call, LookupBenchmark::unexpected, answer -> {
            sink.consume(answer.head());
            answer.discard();
        });
    }

    private static Future<Upstream.Response> unexpected(Upstream.Request request) {
        throw new IllegalStateException("everything is in the cache, but it asks for " + request);
    }
}
