package io.perigee.delivery.response;

import static io.perigee.delivery.Fixtures.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Answer;
import io.perigee.cache.CacheCall;
import io.perigee.cache.CacheKey;
import io.perigee.cache.CacheSettings;
import io.perigee.cache.CacheTier;
import io.perigee.cache.Failure;
import io.perigee.cache.SequenceView;
import io.perigee.cache.Upstream;
import io.perigee.cache.UpstreamException;
import io.perigee.delivery.Loop;
import io.perigee.delivery.http.BufferedStream;
import io.perigee.httpcaching.CacheControl;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.observability.Outcome;
import io.perigee.observability.Reason;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.ManualClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real cache's answers are called. */
@Conversation
@SuppressWarnings("NullAway.Init") // made before each test
class ExplanationTest {

    private final AtomicLong applied = new AtomicLong();
    private ManualClock clock;
    private Loop loop;
    private CacheTier cache;

    @BeforeEach
    void open(Vertx vertx, ManualClock clock) {
        this.clock = clock;
        loop = new Loop(vertx);
        cache = new CacheTier(CacheSettings.ofMemory(1 << 20), log(), clock::millis, Runnable::run);
    }

    private SequenceView log() {
        return new SequenceView() {
            @Override
            public long applied() {
                return applied.get();
            }

            @Override
            public boolean logKept() {
                return true;
            }
        };
    }

    @AfterEach
    void close() {
        cache.close();
    }

    private Explanation explained(RequestHead request, Upstream upstream, CacheControl directives) {
        return loop.call(() -> {
            Promise<Answer> answered = Promise.promise();
            CacheCall call = CacheCall.of(new CacheKey("d", "/a", ""), request, loop.context())
                    .withDirectives(directives);
            cache.serve(call, upstream, answered::complete);
            return answered.future().compose(answer -> {
                Explanation explanation = Explanation.of(answer, "node-1");
                Buffer all = Buffer.buffer();
                Promise<Explanation> read = Promise.promise();
                var body = answer.body().read();
                body.exceptionHandler(read::tryFail);
                body.endHandler(end -> read.tryComplete(explanation));
                body.handler(all::appendBuffer);
                body.resume();
                return read.future();
            });
        });
    }

    private Explanation explained(Upstream upstream) {
        return explained(get("/a"), upstream, CacheControl.NONE);
    }

    private static Upstream answering(int status, String... headers) {
        return request -> Future.succeededFuture(new Upstream.Response(
                new ResponseHead(status, Headers.of(headers)),
                status == 304 ? null : BufferedStream.of(Buffer.buffer("x")),
                0,
                () -> {}));
    }

    private static Upstream failing(Failure failure) {
        return request -> Future.failedFuture(new UpstreamException(failure, "no", null));
    }

    private static void assertSays(Explanation explained, Outcome outcome, Reason reason, String cacheStatus) {
        assertThat(explained.outcome()).isEqualTo(outcome);
        assertThat(explained.reason()).isEqualTo(reason);
        assertThat(explained.cacheStatus()).hasToString(cacheStatus);
    }

    @Test
    void aMissThenAHitThenARefreshHitThenAStaleOne() {
        Upstream fresh = answering(
                200, "Cache-Control", "max-age=60, stale-if-error=600", "ETag", "\"v\"", "Content-Length", "1");

        assertSays(
                explained(fresh),
                Outcome.Miss,
                Reason.NOT_STORED,
                "node-1; fwd=uri-miss; fwd-status=200; ttl=60; stored");
        clock.advance(Duration.ofSeconds(10));
        assertSays(explained(failing(Failure.UPSTREAM_CONNECT)), Outcome.Hit, Reason.FRESH, "node-1; hit; ttl=50");
        clock.advance(Duration.ofSeconds(60));
        assertSays(
                explained(answering(304, "ETag", "\"v\"", "Cache-Control", "max-age=60, stale-if-error=600")),
                Outcome.RefreshHit,
                Reason.EXPIRED,
                "node-1; fwd=stale; fwd-status=304; ttl=60; stored");
        clock.advance(Duration.ofSeconds(61));
        assertSays(
                explained(failing(Failure.UPSTREAM_CONNECT)),
                Outcome.Hit,
                Reason.STALE_IF_ERROR,
                "node-1; hit; ttl=-1");
        cache.marks().addPath("d", "/a", 1);
        applied.set(1);
        assertThat(explained(fresh).reason()).isEqualTo(Reason.INVALIDATED);
    }

    @Test
    void anErrorIsAnErrorWhetherFetchedOrStored() {
        Upstream missing = answering(404, "Cache-Control", "max-age=60", "Content-Length", "1");

        assertThat(explained(missing).outcome()).isEqualTo(Outcome.Error);
        assertSays(explained(missing), Outcome.Error, Reason.FRESH, "node-1; hit; ttl=60");
    }

    @Test
    void whatMayNotBeStoredOrIsNoReadGoesThrough() {
        assertSays(
                explained(answering(200, "Cache-Control", "no-store")),
                Outcome.Miss,
                Reason.NO_STORE,
                "node-1; fwd=uri-miss; fwd-status=200");
        assertSays(
                explained(new RequestHead("POST", "/a", Headers.of()), answering(200), CacheControl.NONE),
                Outcome.Miss,
                Reason.METHOD,
                "node-1; fwd=method; fwd-status=200");
    }

    @ParameterizedTest
    @CsvSource({
        "LambdaGeneratedResponse, LambdaGeneratedResponse",
        "LambdaValidationError, LambdaValidationError",
        "SomethingElse, Error"
    })
    void aResponseThatAFunctionMadeIsCalledSo(String result, Outcome outcome) {
        assertThat(explained(answering(200, "Perigee-Result", result, "Cache-Control", "no-store"))
                        .outcome())
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "UPSTREAM_CONNECT, Error, ORIGIN_UNREACHABLE",
        "UPSTREAM_TIMEOUT, Error, ORIGIN_TIMEOUT",
        "UPSTREAM_FAILED, Error, ORIGIN_INVALID",
        "UPSTREAM_OVERLOADED, CapacityExceeded, OVERLOAD"
    })
    void noResponseIsSaidWithItsReason(Failure failure, Outcome outcome, Reason reason) {
        assertSays(explained(failing(failure)), outcome, reason, "node-1; fwd=miss; detail=" + reason.label());
    }

    @Test
    void onlyIfCachedWithoutAnythingCachedIsAnErrorThatDidNotGoForward() {
        Explanation explained = explained(
                get("/a"),
                failing(Failure.UPSTREAM_CONNECT),
                CacheControl.ofRequest(Headers.of("Cache-Control", "only-if-cached")));

        assertSays(explained, Outcome.Error, Reason.ONLY_IF_CACHED, "node-1; detail=only-if-cached");
    }
}
