package io.perigee.functions.host;

import static io.perigee.functions.host.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.Blocking;
import io.perigee.functions.BodyTooLargeException;
import io.perigee.functions.CalledFunction;
import io.perigee.functions.EdgeFunction;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionFailure;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.FunctionTier;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestOutcome;
import io.perigee.functions.RequestResult;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.ResponseOutcome;
import io.perigee.functions.runtime.FunctionSource.VerticleClass;
import io.perigee.functions.testing.EventBuilder;
import io.perigee.testkit.Await;
import io.perigee.testkit.HoldsEventLoops;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What functions do wrong, and what the node makes of it. */
@HoldsEventLoops("functions do")
class FunctionContainmentTest {
    private static final FunctionReference NAUGHTY = FunctionReference.latest("naughty");

    private final AtomicLong nanos = new AtomicLong();
    private final Vertx vertx = Vertx.vertx();
    private FunctionHost host =
            hostWith(FunctionLimits.DEFAULT.withInstances(2, 2).withConcurrency(calls(3)));

    @BeforeEach
    void forgetEarlierCalls() {
        Naughty.promises.clear();
        Naughty.threads.clear();
        Naughty.release = new CountDownLatch(1);
    }

    @AfterEach
    void closeAll() {
        Naughty.release.countDown();
        Naughty.promises.forEach(promise -> promise.tryFail("the test is over"));
        await(host.close());
        await(vertx.close());
    }

    private FunctionHost hostWith(FunctionLimits limits) {
        return new FunctionHost(vertx, limits, FunctionOutput.LOGGED, nanos::get);
    }

    private static ConcurrencyLimits calls(int account) {
        return new ConcurrencyLimits(account, Map.of());
    }

    /** Does at viewer-request what the path says; authors need not know of null checks. */
    @NullUnmarked
    public static class Naughty extends EdgeFunction {
        static final BlockingQueue<Promise<RequestResult>> promises = new LinkedBlockingQueue<>();
        static final BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        static CountDownLatch release = new CountDownLatch(1);

        @Override
        public Future<RequestResult> viewerRequest(RequestEvent event) {
            return switch (event.request().uri()) {
                case "/throws" -> throw new IllegalStateException("on purpose");
                case "/overflows" -> overflow(event);
                case "/fails" -> Future.failedFuture(new IllegalStateException("on purpose"));
                case "/null" -> null;
                case "/null-result" -> Future.succeededFuture(null);
                case "/holes" -> proceed(event.request().withHeader("X-A", null));
                case "/invalid" -> proceed(event.request().withUri("no-slash"));
                case "/later" -> {
                    Promise<RequestResult> promise = Promise.promise();
                    promises.add(promise);
                    yield promise.future();
                }
                case "/holds" -> {
                    threads.add(Thread.currentThread());
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException("interrupted", e);
                    }
                    yield proceed(event.request());
                }
                default -> respond(FunctionResponse.ok("text/plain", "good"));
            };
        }

        private Future<RequestResult> overflow(RequestEvent event) {
            return event == null ? null : overflow(event).map(result -> result);
        }

        @Override
        public Future<FunctionResponse> originResponse(ResponseEvent event) {
            return event.readBody()
                    .map(body -> event.response()
                            .withHeader("Same-Context", Boolean.toString(context.equals(Vertx.currentContext())))
                            .withBody(Buffer.buffer("read ").appendInt(0).appendBuffer(body)));
        }
    }

    @Blocking
    public static final class NaughtyAndBlocking extends Naughty {}

    private void deploy(Class<? extends EdgeFunction> type) {
        await(host.deploy(new FunctionId("naughty", 1), new VerticleClass(type)));
    }

    private Future<RequestOutcome> call(String path) {
        return host.invoke(NAUGHTY, EventBuilder.viewerRequest(path).toRequestEvent());
    }

    private FunctionFailure failure(String path) {
        return (FunctionFailure) await(call(path));
    }

    private void passTime(Duration time) {
        nanos.addAndGet(time.toNanos());
        host.watchdog().checkAll();
    }

    private FunctionCounters counters(EventType type) {
        return host.counters().stream()
                .filter(counters -> counters.eventType().equals(Optional.of(type)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatItThrowsIsAnExecutionError() {
        deploy(Naughty.class);

        for (String path : List.of("/throws", "/overflows", "/fails", "/null", "/null-result", "/holes")) {
            FunctionFailure failure = failure(path);
            assertThat(failure).as(path).isInstanceOf(FunctionFailure.ExecutionError.class);
            assertThat(failure.status()).isEqualTo(502);
            assertThat(failure.resultType()).isEqualTo("LambdaExecutionError");
            assertThat(failure.called().function()).isEqualTo("naughty:1");
        }
        assertThat(failure("/throws").message())
                .isEqualTo("naughty:1 failed at viewer-request: java.lang.IllegalStateException: on purpose");
        assertThat(await(call("/good"))).isInstanceOf(RequestResult.Respond.class);
        FunctionCounters counters = counters(EventType.VIEWER_REQUEST);
        assertThat(counters.executionErrors()).isEqualTo(7);
        assertThat(counters.invocations()).isEqualTo(8);
        assertThat(counters.generatedResponses()).isEqualTo(1);
    }

    @Test
    void whatItMustNotAnswerIsAValidationErrorThatNamesTheField() {
        deploy(Naughty.class);

        FunctionFailure.InvalidResult failure = (FunctionFailure.InvalidResult) failure("/invalid");

        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure.resultType()).isEqualTo("LambdaValidationError");
        assertThat(failure.violation().field()).isEqualTo("request.uri");
        assertThat(counters(EventType.VIEWER_REQUEST).invalidResults()).isEqualTo(1);
    }

    @Test
    void aResultThatNeverComesIsGivenUpAtTheTimeLimitAndOneThatComesLateIsIgnored() throws InterruptedException {
        deploy(Naughty.class);
        Future<RequestOutcome> call = call("/later");
        Promise<RequestResult> promise = Naughty.promises.take();

        passTime(Duration.ofSeconds(5));
        assertThat(call.isComplete()).isFalse();
        passTime(Duration.ofMillis(1));

        FunctionFailure failure = (FunctionFailure) await(call);
        assertThat(failure)
                .isEqualTo(new FunctionFailure.TimedOut(
                        new CalledFunction(
                                "naughty:1", Optional.of(FunctionTier.VERTICLE), Optional.of(EventType.VIEWER_REQUEST)),
                        Duration.ofSeconds(5)));
        assertThat(failure.status()).isEqualTo(504);
        promise.complete(new RequestResult.Respond(FunctionResponse.ok("text/plain", "late")));
        assertThat(promise.tryComplete(null)).isFalse();
        assertThat(counters(EventType.VIEWER_REQUEST))
                .returns(1L, FunctionCounters::timeouts)
                .returns(1L, FunctionCounters::invocations)
                .returns(0L, FunctionCounters::generatedResponses)
                .returns(Duration.ofMillis(5001).toNanos(), FunctionCounters::maxNanos);
    }

    @Test
    void callsBeyondItsConcurrencyAreThrottledUntilOneHasEnded() throws InterruptedException {
        deploy(Naughty.class);
        List<Future<RequestOutcome>> calls = new ArrayList<>(List.of(call("/later"), call("/later"), call("/later")));

        FunctionFailure failure = failure("/good");
        assertThat(failure).isInstanceOf(FunctionFailure.Throttled.class);
        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.resultType()).isEqualTo("LambdaLimitExceeded");

        Naughty.promises.take().complete(new RequestResult.Respond(FunctionResponse.of(204, "No Content")));
        assertThat(await(Future.any(calls)).succeeded()).isTrue();
        assertThat(await(call("/good"))).isInstanceOf(RequestResult.Respond.class);
        assertThat(counters(EventType.VIEWER_REQUEST).throttles()).isEqualTo(1);
    }

    @Test
    void aReservationIsKeptForItsFunctionAndIsTheMostThatItGets() throws InterruptedException {
        host = hostWith(FunctionLimits.DEFAULT
                .withInstances(1, 1)
                .withConcurrency(new ConcurrencyLimits(2, Map.of("naughty", 1))));
        deploy(Naughty.class);
        await(host.deploy(new FunctionId("other", 1), new VerticleClass(Naughty.class)));
        FunctionReference other = FunctionReference.latest("other");
        RequestEvent later = EventBuilder.viewerRequest("/later").toRequestEvent();
        Future<RequestOutcome> first = host.invoke(other, later);
        Promise<RequestResult> promise = Naughty.promises.take();

        assertThat(((FunctionFailure) await(host.invoke(other, later))).message())
                .isEqualTo("other:1 was throttled at viewer-request: ConcurrentInvocationLimitExceeded,"
                        + " 1 calls are under way");
        Future<RequestOutcome> kept = call("/later");
        Promise<RequestResult> keptPromise = Naughty.promises.take();
        assertThat(failure("/good").message())
                .isEqualTo("naughty:1 was throttled at viewer-request:"
                        + " ReservedFunctionConcurrentInvocationLimitExceeded, 1 calls are under way");
        assertThat(host.underWay()).isEqualTo(2);

        host.limitConcurrency(new ConcurrencyLimits(8, Map.of("naughty", 6)));
        host.shareConcurrency(2);
        assertThat(await(call("/good"))).isInstanceOf(RequestResult.Respond.class);
        promise.complete(new RequestResult.Respond(FunctionResponse.of(204, "No Content")));
        keptPromise.complete(new RequestResult.Respond(FunctionResponse.of(204, "No Content")));
        assertThat(await(Future.join(first, kept)).succeeded()).isTrue();
        Await.until("all have left", () -> host.underWay() == 0);
    }

    @Test
    void aVerticleThatKeepsFailingIsLeftAloneAndTriedAgain() {
        host = hostWith(FunctionLimits.DEFAULT
                .withInstances(1, 1)
                .withBreaker(new BreakerSettings(Duration.ofSeconds(10), 4, 0.5, Duration.ofSeconds(5))));
        deploy(Naughty.class);
        for (int i = 0; i < 2; i++) {
            await(call("/good"));
            failure("/throws");
        }

        FunctionFailure refused = failure("/good");
        assertThat(refused).isInstanceOf(FunctionFailure.NotAvailable.class);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.resultType()).isEqualTo("LambdaExecutionError");
        assertThat(counters(EventType.VIEWER_REQUEST).refusals()).isEqualTo(1);
        assertThat(host.statuses()).singleElement().returns(false, FunctionStatus::circuitClosed);

        passTime(Duration.ofSeconds(5));
        failure("/throws");
        assertThat(failure("/good")).isInstanceOf(FunctionFailure.NotAvailable.class);
        passTime(Duration.ofSeconds(5));
        assertThat(await(call("/good"))).isInstanceOf(RequestResult.Respond.class);
        assertThat(await(call("/good"))).isInstanceOf(RequestResult.Respond.class);
    }

    @Test
    void aHeldEventLoopIsReportedAndOtherCallsGoElsewhere() throws InterruptedException {
        deploy(Naughty.class);
        Future<RequestOutcome> held = call("/holds");
        Naughty.threads.take();

        passTime(Duration.ofMillis(600));
        passTime(Duration.ofMillis(600));
        assertThat(counters(EventType.VIEWER_REQUEST).blockedEventLoops()).isEqualTo(1);
        assertThat(await(call("/good"))).isInstanceOf(RequestResult.Respond.class);

        passTime(Duration.ofSeconds(5));
        assertThat(await(held)).isInstanceOf(FunctionFailure.TimedOut.class);
    }

    @Test
    void aCallThatTimedOutKeepsItsPlaceUntilItsHandlerGivesTheThreadBack() throws InterruptedException {
        host = hostWith(FunctionLimits.DEFAULT.withInstances(1, 1).withConcurrency(calls(1)));
        deploy(Naughty.class);
        Future<RequestOutcome> held = call("/holds");
        Naughty.threads.take();

        passTime(Duration.ofSeconds(6));
        assertThat(await(held)).isInstanceOf(FunctionFailure.TimedOut.class);
        assertThat(failure("/good")).isInstanceOf(FunctionFailure.Throttled.class);

        Naughty.release.countDown();
        RequestOutcome outcome;
        do {
            outcome = await(call("/good"));
        } while (outcome instanceof FunctionFailure.Throttled);
        assertThat(outcome).isInstanceOf(RequestResult.Respond.class);
    }

    @Test
    void aBlockingFunctionIsInterruptedAtItsTimeLimit() throws InterruptedException {
        deploy(NaughtyAndBlocking.class);
        Future<RequestOutcome> held = call("/holds");
        Thread thread = Naughty.threads.take();
        assertThat(thread.isVirtual()).isTrue();

        passTime(Duration.ofMillis(600));
        assertThat(counters(EventType.VIEWER_REQUEST).blockedEventLoops()).isZero();
        passTime(Duration.ofSeconds(5));

        assertThat(await(held)).isInstanceOf(FunctionFailure.TimedOut.class);
        assertThat(await(call("/good"))).isInstanceOf(RequestResult.Respond.class);
    }

    @Test
    void theOutcomeComesOnTheCallersContext() {
        deploy(Naughty.class);
        Context caller = vertx.getOrCreateContext();
        CompletableFuture<Boolean> same = new CompletableFuture<>();

        caller.runOnContext(
                unused -> call("/good").onComplete(outcome -> same.complete(caller.equals(Vertx.currentContext()))));

        assertThat(same.orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join())
                .isTrue();
    }

    private Future<ResponseOutcome> respond(ResponseEvent event) {
        return host.invoke(NAUGHTY, event);
    }

    @Test
    void aBodyIsReadOnTheCallersContextAndHandedOverOnTheFunctionsOwn() {
        deploy(Naughty.class);

        FunctionResponse response = (FunctionResponse) await(respond(EventBuilder.originResponse("/a")
                .responseBody(Buffer.buffer("body"))
                .toResponseEvent()));

        assertThat(response.header("Same-Context")).contains("true");
        assertThat(response.bodyText()).startsWith("read ").endsWith("body");
    }

    @Test
    void aBodyThatDeclaresTooManyBytesIsNotEvenAskedFor() {
        deploy(Naughty.class);

        FunctionFailure.ExecutionError failure =
                (FunctionFailure.ExecutionError) await(respond(EventBuilder.originResponse("/a")
                        .responseHeader("Content-Length", Integer.toString((1 << 20) + 1))
                        .toResponseEvent()));

        assertThat(failure.cause())
                .isInstanceOfSatisfying(
                        BodyTooLargeException.class, e -> assertThat(e.limit()).isEqualTo(1 << 20));
    }

    @Test
    void bodiesBeyondTheFunctionsMemoryAreThrottledAndTheirBytesAreGivenBack() {
        host = hostWith(FunctionLimits.DEFAULT.withInstances(1, 1).withBodies(1 << 20, 1 << 20));
        deploy(Naughty.class);
        Promise<Buffer> slow = Promise.promise();
        ResponseEvent plain = EventBuilder.originResponse("/a")
                .responseHeader("Content-Length", "600000")
                .toResponseEvent();
        ResponseEvent slowly = new ResponseEvent(
                plain.config(), plain.viewer(), plain.request(), plain.response(), limit -> slow.future());

        Future<ResponseOutcome> first = respond(slowly);
        assertThat(await(respond(plain))).isInstanceOf(FunctionFailure.Throttled.class);
        slow.complete(Buffer.buffer());
        assertThat(await(first)).isInstanceOf(FunctionResponse.class);
        assertThat(await(respond(plain))).isInstanceOf(FunctionResponse.class);
        assertThat(counters(EventType.ORIGIN_RESPONSE).throttles()).isEqualTo(1);
    }
}
