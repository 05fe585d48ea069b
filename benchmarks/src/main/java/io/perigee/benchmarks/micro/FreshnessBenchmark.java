package io.perigee.benchmarks.micro;

import io.perigee.httpcaching.CacheControl;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.httpcaching.Reuse;
import io.perigee.httpcaching.Storability;
import io.perigee.httpcaching.StoredResponse;
import io.perigee.httpcaching.TtlBounds;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Freshness: the decision at each hit, and the parsing that comes before it, once for each request or response. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FreshnessBenchmark {

    private static final long FETCHED = 1_795_000_000_000L;

    private final Headers response = Headers.of(
            "Content-Type", "image/jpeg",
            "Cache-Control", "public, max-age=86400, stale-while-revalidate=60",
            "Date", "Sat, 21 Nov 2026 08:00:00 GMT",
            "ETag", "\"1024-1\"");
    private final RequestHead request = new RequestHead("GET", "/assets/a.jpg", Headers.of("Host", "www.example.com"));
    private final StoredResponse stored = stored();
    private long now = FETCHED;

    /** May it be used? */
    @Benchmark
    public Reuse decide() {
        return Reuse.decide(stored, CacheControl.NONE, now++);
    }

    /** The response's directives. */
    @Benchmark
    public CacheControl parseCacheControl() {
        return CacheControl.ofResponse(response);
    }

    private StoredResponse stored() {
        ResponseHead head = new ResponseHead(200, response);
        return switch (Storability.decide(request, head, TtlBounds.ORIGIN_ONLY, FETCHED)) {
            case Storability.Storable storable -> StoredResponse.of(request, head, storable, FETCHED, FETCHED);
            case Storability other -> throw new IllegalStateException("not storable: " + other);
        };
    }
}
