package io.perigee.benchmarks.cached;

import io.perigee.cache.Answer;
import io.perigee.cache.CacheCall;
import io.perigee.cache.CacheKey;
import io.perigee.cache.CacheSettings;
import io.perigee.cache.CacheTier;
import io.perigee.cache.Outcome;
import io.perigee.cache.SequenceView;
import io.perigee.cache.Upstream;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The cache of an edge, as it is, in front of an upstream that has every object and lets it be kept for a day. Used by one thread at a
 * time; bodies are all zeros.
 */
public final class LocalCache implements AutoCloseable {

    private static final String NAMESPACE = "bench";
    private static final int LARGEST_SHARED = 1 << 16;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context context = vertx.getOrCreateContext();
    private final AtomicLong applied = new AtomicLong();
    private final CacheTier tier;
    private final Buffer zeros = Buffer.buffer(new byte[LARGEST_SHARED]);

    public LocalCache(CacheSettings settings) {
        SequenceView log = new SequenceView() {
            @Override
            public long applied() {
                return applied.get();
            }

            @Override
            public boolean logKept() {
                return true;
            }
        };
        this.tier = new CacheTier(settings, log, System::currentTimeMillis, Runnable::run);
    }

    /** The next entry of the change log invalidates this path, which may end in {@code *}. */
    public void invalidate(String path) {
        tier.marks().addPath(NAMESPACE, path, applied.get() + 1);
        applied.incrementAndGet();
    }

    public CacheTier tier() {
        return tier;
    }

    /** Whose hits are counted. */
    public interface Requests {
        /** How many there are. */
        int count();

        /** Which object one of them asks for. */
        int object(int request);

        /** The size of an object's body in bytes. */
        int bytes(int object);
    }

    /**
     * What came of requests.
     *
     * @param hits how many were answered from the cache
     * @param hitBytes how many bytes of bodies those were
     */
    public record Count(long hits, long hitBytes) {}

    /** Sends requests one after the other. */
    public Count send(Requests requests) {
        CompletableFuture<Count> done = new CompletableFuture<>();
        context.runOnContext(now -> sendFrom(0, requests, new long[2], done));
        return done.join();
    }

    /** Hits are answered at once, in a loop; a miss goes on when its body has arrived. */
    private void sendFrom(int first, Requests requests, long[] counted, CompletableFuture<Count> done) {
        try {
            for (int i = first; i < requests.count(); i++) {
                int object = requests.object(i);
                int bytes = requests.bytes(object);
                int next = i + 1;
                boolean[] hit = new boolean[1];
                serve(object, bytes, answer -> {
                    if (answer.outcome() instanceof Outcome.Hit) {
                        hit[0] = true;
                        answer.discard();
                        return;
                    }
                    drain(answer)
                            .onComplete(read -> context.runOnContext(later -> sendFrom(next, requests, counted, done)));
                });
                if (!hit[0]) {
                    return;
                }
                counted[0]++;
                counted[1] += bytes;
            }
            done.complete(new Count(counted[0], counted[1]));
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
            throw e;
        }
    }

    private void serve(int object, int bytes, Handler<Answer> answered) {
        tier.serve(call(object), request -> Future.succeededFuture(response(object, bytes)), answered);
    }

    /** A viewer's request for an object. */
    public CacheCall call(int object) {
        String path = path(object);
        RequestHead head = new RequestHead("GET", path, Headers.of("Host", "www.example.com"));
        return CacheCall.of(new CacheKey(NAMESPACE, path, ""), head, context);
    }

    /** An object's path: as long as paths of pictures are. */
    public static String path(int object) {
        return "/assets/images/products/" + object % 100 + "/" + object + ".jpg";
    }

    private Upstream.Response response(int object, int bytes) {
        Headers headers = Headers.of(
                "Content-Type", "image/jpeg",
                "Content-Length", Integer.toString(bytes),
                "Cache-Control", "public, max-age=86400",
                "ETag", "\"" + object + "-" + bytes + "\"",
                "Last-Modified", "Sat, 21 Nov 2026 08:00:00 GMT");
        Buffer body = bytes <= LARGEST_SHARED ? zeros.slice(0, bytes) : Buffer.buffer(new byte[bytes]);
        return new Upstream.Response(new ResponseHead(200, headers), new WholeBody(context, body), 0, () -> {});
    }

    private static Future<Void> drain(Answer answer) {
        Promise<Void> drained = Promise.promise();
        ReadStream<Buffer> body = answer.body().read();
        body.exceptionHandler(drained::tryFail);
        body.endHandler(end -> drained.tryComplete());
        body.handler(bytes -> {});
        body.resume();
        return drained.future();
    }

    @Override
    public void close() {
        tier.close();
        vertx.close();
    }
}
