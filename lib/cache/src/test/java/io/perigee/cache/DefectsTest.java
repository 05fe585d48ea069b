package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cache.Network.Viewer;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.ResponseHead;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Upstreams that do not keep to their contract make the cache throw where it must not: whoever waits gets an error, and nobody waits for ever. */
class DefectsTest {

    private static final int VIEWERS = 5;

    private final Network network = new Network();
    private final BlockingQueue<Promise<Upstream.Response>> fetches = new LinkedBlockingQueue<>();
    private final AtomicInteger aborted = new AtomicInteger();

    @AfterEach
    void close() {
        network.close();
    }

    private List<Viewer> viewers(String path, String... headers) {
        return IntStream.range(0, VIEWERS)
                .mapToObj(i -> network.get(path, headers))
                .toList();
    }

    private Promise<Upstream.Response> next() throws InterruptedException {
        return fetches.take();
    }

    private void askByHand() {
        network.upstreams = context -> request -> {
            Promise<Upstream.Response> promise = Promise.promise();
            fetches.add(promise);
            return promise.future();
        };
    }

    @SuppressWarnings("NullAway") // what is tested is a response that breaks its contract
    private Upstream.Response headless() {
        return new Upstream.Response(null, null, 0, aborted::incrementAndGet);
    }

    @Test
    void followersOfAResponseThatTheCacheBreaksOverWaitedForEver() throws InterruptedException {
        askByHand();
        List<Viewer> viewers = viewers("/a");

        next().complete(headless());
        next().complete(headless());

        viewers.forEach(each -> assertThat(each.outcome()).isEqualTo(new Outcome.Failed(Failure.UPSTREAM_FAILED)));
        Waiting.until(() -> aborted.get() == 2, "both responses are given up");
        assertThat(network.cache.counters().inFlight()).isZero();
    }

    @Test
    void theNextFetchIsServedAfterADefect() throws InterruptedException {
        askByHand();
        Viewer first = network.get("/a");
        next().complete(headless());
        assertThat(first.outcome()).isInstanceOf(Outcome.Failed.class);

        network.upstreams = network.upstream::on;
        Viewer second = network.get("/a");
        network.upstream.next().answer(200, "ok", "Cache-Control", "max-age=60");

        assertThat(second.text()).isEqualTo("ok");
    }

    /** A body that cannot be listened to. */
    private static final class Deaf implements ReadStream<Buffer> {
        @Override
        public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
            return this;
        }

        @Override
        public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
            throw new IllegalStateException("out of order");
        }

        @Override
        public ReadStream<Buffer> pause() {
            return this;
        }

        @Override
        public ReadStream<Buffer> resume() {
            return this;
        }

        @Override
        public ReadStream<Buffer> fetch(long amount) {
            return this;
        }

        @Override
        public ReadStream<Buffer> endHandler(@Nullable Handler<Void> endHandler) {
            return this;
        }
    }

    private Upstream.Response deaf() {
        ResponseHead head = new ResponseHead(200, Headers.of("Cache-Control", "max-age=60", "Content-Length", "10"));
        return new Upstream.Response(head, new Deaf(), 0, aborted::incrementAndGet);
    }

    @Test
    void readersOfABodyThatCannotBeReadWaitedForEver() throws InterruptedException {
        askByHand();
        List<Viewer> viewers = viewers("/a");

        next().complete(deaf());

        for (Viewer each : viewers) {
            assertThat(each.answer().head().status()).isEqualTo(200);
            Context context = each.context;
            assertThat(Waiting.onFailure(each.readTo(new Sink(context)))).hasMessageContaining("out of order");
        }
        Waiting.until(() -> aborted.get() > 0, "the response is given up");
    }

    @Test
    void memoryThatCannotBeHadBreaksTheBodyOff() throws InterruptedException {
        askByHand();
        Viewer viewer = network.get("/a");
        ScriptedBody body = new ScriptedBody(viewer.context);
        ResponseHead head = new ResponseHead(200, Headers.of("Cache-Control", "max-age=60"));
        next().complete(new Upstream.Response(head, body, 0, body::abort));
        Future<Void> read = viewer.readTo(new Sink(viewer.context));

        // Its bytes cannot be copied: it is no buffer.
        viewer.context.runOnContext(now -> body.emit(unreadable()));

        assertThat(Waiting.onFailure(read)).isNotNull();
        assertThat(body.isAborted()).isTrue();
    }

    private static Buffer unreadable() {
        return (Buffer) java.lang.reflect.Proxy.newProxyInstance(
                Buffer.class.getClassLoader(), new Class<?>[] {Buffer.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("length")) {
                        return 4;
                    }
                    throw new OutOfMemoryError("no memory");
                });
    }
}
