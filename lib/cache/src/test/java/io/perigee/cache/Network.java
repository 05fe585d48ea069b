package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.disk.DiskStore;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.MultipartByteRanges;
import io.perigee.httpcaching.RequestHead;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One cache between viewers on several event loops and a scripted upstream, with a clock and a change log that stand still. */
final class Network implements AutoCloseable {
    final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(4));
    final AtomicLong clock = new AtomicLong(1_700_000_000_000L);
    final AtomicLong nanosAhead = new AtomicLong();
    final AtomicLong applied = new AtomicLong(10);
    final AtomicBoolean logKept = new AtomicBoolean(true);
    final ScriptedUpstream upstream = new ScriptedUpstream();
    final CacheTier cache;
    // Who is asked, by the event loop that asks.
    Function<Context, Upstream> upstreams = upstream::on;

    Network() {
        this(CacheSettings.ofMemory(16 << 20));
    }

    Network(CacheSettings settings) {
        this(settings, null, DiskStore.Opener.SYSTEM);
    }

    /** With a disk, which is open but not in use yet. */
    Network(CacheSettings settings, @Nullable DiskSettings disk, DiskStore.Opener opener) {
        SequenceView log = new SequenceView() {
            @Override
            public long applied() {
                return applied.get();
            }

            @Override
            public boolean logKept() {
                return logKept.get();
            }
        };
        cache = new CacheTier(settings, disk, log, clock::get, this::nanos, Runnable::run, opener);
        cache.openDisk();
    }

    private long nanos() {
        return System.nanoTime() + nanosAhead.get();
    }

    void pass(long seconds) {
        clock.addAndGet(seconds * 1000);
        nanosAhead.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    /** The control plane accepts an invalidation and this node applies it. */
    void invalidate(String path) {
        cache.marks().addPath("d", path, applied.get() + 1);
        applied.incrementAndGet();
    }

    Viewer get(String path, String... headers) {
        return request("GET", path, call -> call, headers);
    }

    Viewer request(String method, String path, UnaryOperator<CacheCall> refine, String... headers) {
        return new Viewer(this, newContext(), new RequestHead(method, path, Headers.of(headers)), refine);
    }

    /** One event loop's context; a different loop each time, in turn. */
    Context newContext() {
        return ((VertxInternal) vertx).createEventLoopContext();
    }

    @Override
    public void close() {
        cache.close();
        Waiting.until(() -> cache.memoryInUse() == 0, "all memory is given back, was " + cache.memoryInUse());
        Waiting.on(vertx.close());
    }

    /** One viewer's request. */
    static final class Viewer {
        final Context context;
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();
        private volatile boolean synchronous;

        Viewer(Network network, Context context, RequestHead head, UnaryOperator<CacheCall> refine) {
            this.context = context;
            CacheKey key = new CacheKey("d", head.target(), "");
            Promise<Void> served = Promise.promise();
            context.runOnContext(now -> {
                CacheCall call = refine.apply(CacheCall.of(key, head, context));
                network.cache.serve(call, network.upstreams.apply(context), answer::complete);
                synchronous = answer.isDone();
                served.complete();
            });
            Waiting.on(served.future());
        }

        Answer answer() {
            return Waiting.on(answer);
        }

        boolean isAnswered() {
            return answer.isDone();
        }

        /** Whether the answer was there before {@code serve} returned. */
        boolean wasAnsweredAtOnce() {
            return synchronous;
        }

        Outcome outcome() {
            return answer().outcome();
        }

        /** Returns when all that this viewer's event loop was doing is done: its fetch runs there, and what it has brought is stored by then. */
        void settle() {
            Promise<Void> done = Promise.promise();
            context.runOnContext(now -> done.complete());
            Waiting.on(done.future());
        }

        /** Starts to read the body. */
        Future<Void> readTo(Sink sink) {
            return read(body -> body.sendTo(sink));
        }

        /** Starts to read a part of the body. */
        Future<Void> readTo(Sink sink, long from, long count) {
            return read(body -> body.sendTo(sink, from, count));
        }

        /** Starts to read several parts of the body. */
        Future<Void> readTo(Sink sink, MultipartByteRanges parts) {
            return read(body -> body.sendTo(sink, parts));
        }

        private Future<Void> read(Function<AnswerBody, Future<Void>> how) {
            AnswerBody body = answer().body();
            Promise<Void> done = Promise.promise();
            context.runOnContext(now -> how.apply(body).onComplete(done));
            return done.future();
        }

        /** Reads the whole body. */
        String text() {
            Sink sink = new Sink(context);
            Waiting.on(readTo(sink));
            assertThat(sink.isEnded()).isTrue();
            return sink.text();
        }

        void leave() {
            Answer got = answer();
            Promise<Void> done = Promise.promise();
            context.runOnContext(now -> {
                got.discard();
                done.complete();
            });
            Waiting.on(done.future());
        }
    }
}
