package io.perigee.benchmarks.micro;

import io.perigee.cache.CacheKey;
import io.perigee.delivery.key.CacheKeys;
import io.perigee.distribution.CacheBehavior;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.ManagedPolicies;
import io.perigee.distribution.Origin;
import io.perigee.distribution.network.Change;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.routing.CompiledBehavior;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.distribution.routing.DistributionRouting;
import io.perigee.httpcaching.Headers;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From a request to its cache key, under CloudFront's CachingOptimized policy: path and normalized {@code Accept-Encoding}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CacheKeyBenchmark {

    private static final String ID = "bench";

    private final CompiledBehavior behavior = behavior();
    private final Headers browser = Headers.of(
            "Host", "www.example.com",
            "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Accept", "image/avif,image/webp,*/*",
            "Accept-Encoding", "gzip, deflate, br, zstd");
    private final Headers noEncoding = Headers.of("Host", "www.example.com");

    /** What a browser sends. */
    @Benchmark
    public CacheKey ofABrowser() {
        return CacheKeys.of(ID, behavior, "/assets/images/products/7/1234.jpg?v=3", browser::combined);
    }

    /** A request without {@code Accept-Encoding}. */
    @Benchmark
    public CacheKey withoutEncodings() {
        return CacheKeys.of(ID, behavior, "/assets/images/products/7/1234.jpg", noEncoding::combined);
    }

    private static CompiledBehavior behavior() {
        CacheBehavior behavior = CacheBehavior.of(ID).withPolicies(ManagedPolicies.CACHING_OPTIMIZED, null, null);
        Distribution distribution =
                Distribution.of(ID, List.of(), Origin.http(ID, "127.0.0.1", 80)).withDefaultCacheBehavior(behavior);
        NetworkConfig config = NetworkConfig.EMPTY.with(1, new Change.DistributionApplied(distribution));
        CompiledDistribution compiled =
                Objects.requireNonNull(DistributionRouting.of(config).byId(ID));
        return compiled.behaviorFor("/");
    }
}
