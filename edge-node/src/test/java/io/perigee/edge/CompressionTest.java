package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.perigee.distribution.CacheBehavior;
import io.perigee.distribution.CacheKeyHeaders;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.NameSelection;
import io.perigee.distribution.Origin;
import io.perigee.distribution.network.Change;
import io.perigee.testkit.Answer;
import io.perigee.testkit.Answered;
import io.perigee.testkit.Asked;
import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.FakeOrigin;
import io.perigee.testkit.Gate;
import io.perigee.testkit.Viewer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Viewers that accept gzip or Brotli, an edge that compresses, and an origin that does not. */
@Conversation
class CompressionTest {

    private static final String PAGE = "<p>So many words, so few of them new.</p>\n".repeat(200);

    private TestEdges.NetworkEdge edge;

    @BeforeEach
    void start(Vertx vertx, FakeOrigin origin) {
        edge = new TestEdges.NetworkEdge(
                vertx,
                new Change.CachePolicyApplied(policy()),
                new Change.DistributionApplied(Distribution.of(
                                "site", List.of("127.0.0.1"), Origin.http("main", "127.0.0.1", origin.port()))
                        .withDefaultCacheBehavior(CacheBehavior.of("main").withPolicies("test", null, null))));
    }

    private static CachePolicy policy() {
        return new CachePolicy(
                "test",
                "",
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofDays(1),
                CacheKeyHeaders.NONE,
                NameSelection.NONE,
                NameSelection.NONE,
                true,
                true,
                false,
                false);
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void eachViewerGetsTheCodingThatItAccepts(FakeOrigin origin, Viewer viewer) throws IOException {
        origin.on("/page", page().with("Cache-Control", "max-age=60"));

        Answered brotli = get(viewer, "/page", "gzip, deflate, br, zstd");
        Answered gzip = get(viewer, "/page", "gzip;q=0.5");
        Answered plain = get(viewer, "/page", null);
        Answered again = get(viewer, "/page", "br, gzip");

        assertThat(brotli.header("Content-Encoding")).isEqualTo("br");
        assertThat(decoded(brotli)).isEqualTo(PAGE);
        assertThat(gzip.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(decoded(gzip)).isEqualTo(PAGE);
        assertThat(plain.header("Content-Encoding")).isNull();
        assertThat(plain.text()).isEqualTo(PAGE);
        assertThat(plain.header("ETag")).isEqualTo("\"v1\"");
        assertThat(again.header("X-Cache")).isEqualTo("Hit from perigee");
        assertThat(decoded(again)).isEqualTo(PAGE);
        assertThat(again.header("Content-Length"))
                .isEqualTo(Integer.toString(again.body().length()));
        assertThat(again.body().length()).isLessThan(PAGE.length() / 10);
        assertThat(origin.fetches("/page")).isEqualTo(3);
    }

    @Test
    void zstdIsForViewersThatAcceptNoBrotli(FakeOrigin origin, Viewer viewer) throws IOException {
        origin.on("/page", page().with("Cache-Control", "max-age=60"));

        Answered zstd = get(viewer, "/page", "gzip, zstd");
        Answered again = get(viewer, "/page", "zstd;q=0.5, gzip;q=0.1, br;q=0");
        Answered refused = get(viewer, "/page", "gzip, zstd;q=0");

        assertThat(zstd.header("Content-Encoding")).isEqualTo("zstd");
        assertThat(zstd.header("ETag")).isEqualTo("W/\"v1\"");
        assertThat(decoded(zstd)).isEqualTo(PAGE);
        assertThat(again.header("X-Cache")).isEqualTo("Hit from perigee");
        assertThat(decoded(again)).isEqualTo(PAGE);
        assertThat(refused.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(origin.fetches("/page")).isEqualTo(2);
    }

    @Test
    void aRangeThatComesFirstDoesNotLeaveThePageUncompressed(FakeOrigin origin, Viewer viewer) throws IOException {
        origin.on(
                "/page",
                request -> request.header("Range") == null
                        ? page().with("Cache-Control", "max-age=60")
                        : Answer.status(206)
                                .with("Content-Type", "text/html")
                                .with("ETag", "\"v1\"")
                                .with("Cache-Control", "max-age=60")
                                .with("Content-Range", "bytes 0-" + (PAGE.length() - 1) + "/" + PAGE.length())
                                .body(PAGE));

        Answered end = viewer.send(
                Asked.get(edge.url() + "/page").with("Accept-Encoding", "gzip").with("Range", "bytes=-4"));
        Answered whole = get(viewer, "/page", "gzip");

        assertThat(end.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(whole.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(decoded(whole)).isEqualTo(PAGE);
        assertThat(whole.header("X-Cache")).isEqualTo("Hit from perigee");
    }

    @Test
    void compressedResponseSaysSo(FakeOrigin origin, Viewer viewer) {
        origin.on("/page", page().with("Cache-Control", "max-age=60").with("Accept-Ranges", "bytes"));

        Answered got = get(viewer, "/page", "gzip");

        assertThat(got.header("ETag")).isEqualTo("W/\"v1\"");
        assertThat(got.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(got.header("Accept-Ranges")).isNull();
    }

    @Test
    void headThatIsNotStoredSaysWhatGetWould(FakeOrigin origin, Viewer viewer) {
        origin.on("/page", page().with("Cache-Control", "max-age=60"));

        Answered head = viewer.send(Asked.of("HEAD", edge.url() + "/page").with("Accept-Encoding", "gzip"));

        assertThat(head.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(head.header("ETag")).isEqualTo("W/\"v1\"");
        assertThat(head.header("Content-Length")).isNull();
    }

    @Test
    void viewerThatHasTheCompressedOneGetsNotModified(FakeOrigin origin, Viewer viewer) {
        origin.on("/page", page().with("Cache-Control", "max-age=60"));
        get(viewer, "/page", "br");

        Answered answer = viewer.send(
                Asked.get(edge.url() + "/page").with("Accept-Encoding", "br").with("If-None-Match", "W/\"v1\""));

        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.header("ETag")).isEqualTo("W/\"v1\"");
        assertThat(origin.fetches("/page")).isEqualTo(1);
    }

    @Test
    void compressedCopyIsRevalidatedByItsWeakTag(FakeOrigin origin, Viewer viewer) throws IOException {
        origin.on(
                "/page",
                request -> "W/\"v1\"".equals(request.header("If-None-Match"))
                        ? Answer.status(304)
                                .with("ETag", "\"v1\"")
                                .with("Cache-Control", "no-cache")
                                .with("Accept-Ranges", "bytes")
                                .with("Vary", "Origin")
                        : page().with("Cache-Control", "no-cache").with("Vary", "Origin"));
        get(viewer, "/page", "gzip");

        for (int round = 0; round < 2; round++) {
            Answered refreshed = get(viewer, "/page", "gzip");
            assertThat(refreshed.header("X-Cache")).isEqualTo("RefreshHit from perigee");
            assertThat(refreshed.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(refreshed.header("ETag")).isEqualTo("W/\"v1\"");
            assertThat(refreshed.header("Vary")).isEqualTo("Origin, Accept-Encoding");
            assertThat(refreshed.header("Accept-Ranges")).isNull();
            assertThat(decoded(refreshed)).isEqualTo(PAGE);
        }
        assertThat(origin.fetches("/page")).isEqualTo(3);
    }

    @Test
    void whatDoesNotGainIsServedAsItCame(FakeOrigin origin, Viewer viewer) {
        origin.on("/image", Answer.ok(PAGE).with("Content-Type", "image/png").with("Cache-Control", "max-age=60"));
        origin.on("/small", Answer.ok("x".repeat(999)).with("Content-Type", "text/html"));
        origin.on(
                "/chunked", Answer.status(200).with("Content-Type", "text/html").chunk(PAGE));
        origin.on("/fixed", page().with("Cache-Control", "no-transform"));
        origin.on("/error", Answer.status(500).with("Content-Type", "text/html").body(PAGE));
        origin.on("/encoded", page().with("Content-Encoding", "zstd"));

        for (String path : List.of("/image", "/small", "/chunked", "/fixed", "/error")) {
            assertThat(get(viewer, path, "br, gzip").header("Content-Encoding"))
                    .as(path)
                    .isNull();
        }
        assertThat(get(viewer, "/encoded", "br, gzip").header("Content-Encoding"))
                .isEqualTo("zstd");
    }

    @Test
    void errorPagesAreCompressedToo(FakeOrigin origin, Viewer viewer) throws IOException {
        origin.on("/gone", Answer.status(404).with("Content-Type", "text/html").body(PAGE));

        Answered answer = get(viewer, "/gone", "gzip");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(decoded(answer)).isEqualTo(PAGE);
    }

    @Test
    void waitingViewersShareOneCompression(FakeOrigin origin, Viewer viewer) throws IOException {
        Gate gate = new Gate("the page's second half");
        origin.on(
                "/page",
                Answer.status(200)
                        .with("Content-Type", "text/html")
                        .with("Cache-Control", "max-age=60")
                        .body(PAGE)
                        .waitFor(gate)
                        .body(PAGE));

        var first = viewer.start(Asked.get(edge.url() + "/page").with("Accept-Encoding", "br"));
        var second = viewer.start(Asked.get(edge.url() + "/page").with("Accept-Encoding", "br, gzip;q=0"));
        gate.awaitArrivals(1);
        Await.until(
                "one viewer to wait for the other's fetch",
                () -> edge.counters().collapsed() == 1);
        gate.open();

        assertThat(decoded(Await.get(first))).isEqualTo(PAGE + PAGE);
        assertThat(decoded(Await.get(second))).isEqualTo(PAGE + PAGE);
        assertThat(origin.fetches("/page")).isEqualTo(1);
    }

    @Test
    void bodyThatBreaksOffIsNeitherWholeNorKept(FakeOrigin origin, Viewer viewer) throws IOException {
        Answer whole = page().with("Cache-Control", "max-age=60");
        origin.on("/cut", whole.abortAfter(5000), whole);

        Throwable cut =
                Await.failure(viewer.start(Asked.get(edge.url() + "/cut").with("Accept-Encoding", "gzip")));
        Answered again = get(viewer, "/cut", "gzip");

        assertThat(cut).isNotNull();
        assertThat(again.header("X-Cache")).isEqualTo("Miss from perigee");
        assertThat(decoded(again)).isEqualTo(PAGE);
    }

    @Test
    void largestThatIsCompressedComesWhole(FakeOrigin origin, Viewer viewer) throws IOException {
        byte[] large = new byte[10_000_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) ('a' + (i * 31L + i / 977) % 26);
        }
        origin.on("/large", Answer.ok(large).with("Content-Type", "application/json"));

        Answered answer = get(viewer, "/large", "br");

        assertThat(answer.header("Content-Encoding")).isEqualTo("br");
        assertThat(decoded(answer)).isEqualTo(new String(large, StandardCharsets.UTF_8));
    }

    private static Answer page() {
        return Answer.ok(PAGE).with("Content-Type", "text/html").with("ETag", "\"v1\"");
    }

    private Answered get(Viewer viewer, String path, @Nullable String encodings) {
        Asked asked = Asked.get(edge.url() + path);
        return viewer.send(encodings == null ? asked : asked.with("Accept-Encoding", encodings));
    }

    private static String decoded(Answered answer) throws IOException {
        Buffer body = answer.body();
        InputStream bytes = new ByteArrayInputStream(body.getBytes());
        InputStream decoded = switch (String.valueOf(answer.header("Content-Encoding"))) {
            case "br" -> new BrotliInputStream(bytes);
            case "zstd" -> new ZstdInputStreamNoFinalizer(bytes);
            default -> new GZIPInputStream(bytes);
        };
        try (decoded) {
            return new String(decoded.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
