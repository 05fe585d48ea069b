package io.perigee.benchmarks.micro;

import io.perigee.httpcaching.CacheStatus;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.HopByHop;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A response's fields on their way to the viewer: what the edge adds, and their passage into the server's own collection. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeaderEncodingBenchmark {

    private final Headers stored = Headers.of(
            "Content-Type", "image/jpeg",
            "Content-Length", "1024",
            "Cache-Control", "public, max-age=86400",
            "ETag", "\"1024-1\"",
            "Last-Modified", "Sat, 21 Nov 2026 08:00:00 GMT",
            "Date", "Sat, 21 Nov 2026 09:00:00 GMT",
            "Age", "12");
    private final Headers finished = withOwn();
    private long ttl = 86_400;

    /** {@code Via}, {@code Cache-Status}, {@code X-Cache} and the request's id are added to what is stored. */
    @Benchmark
    public Headers addOwnFields() {
        return withOwn();
    }

    /** {@code Cache-Status} alone (RFC 9211). */
    @Benchmark
    public String cacheStatus() {
        return CacheStatus.hit("edge-bench-1", ttl++ & 0xffff).appendTo(null);
    }

    /** Copied into what Vert.x encodes from. */
    @Benchmark
    public MultiMap toServer() {
        MultiMap fields = HttpHeaders.headers();
        for (int i = 0; i < finished.size(); i++) {
            fields.add(finished.nameAt(i), finished.valueAt(i));
        }
        return fields;
    }

    private Headers withOwn() {
        Headers.Builder headers = stored.toBuilder();
        HopByHop.appendVia(headers, "1.1 edge-bench-1.perigee (Perigee)");
        return headers.set("Cache-Status", "edge-bench-1; hit; ttl=86388")
                .set("X-Cache", "Hit from cloudfront")
                .set("X-Amz-Cf-Pop", "BENCH50-P1")
                .set("X-Amz-Cf-Id", "0123456789abcdef0123456789abcdef")
                .build();
    }
}
