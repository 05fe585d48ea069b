package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.testkit.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An upstream that a test answers by hand, request by request. */
final class ScriptedUpstream {
    private final BlockingDeque<Fetch> fetches = new LinkedBlockingDeque<>();
    private final AtomicInteger asked = new AtomicInteger();

    /** The upstream as calls on this context have it. */
    Upstream on(Context context) {
        return request -> {
            asked.incrementAndGet();
            Fetch fetch = new Fetch(context, request);
            fetches.add(fetch);
            return fetch.promise.future();
        };
    }

    int asked() {
        return asked.get();
    }

    /** The next request, once it has come. */
    Fetch next() {
        try {
            Fetch fetch = fetches.poll(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(fetch).as("a request to the upstream").isNotNull();
            return fetch;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** It is the next one again. */
    void putBack(Fetch fetch) {
        fetches.addFirst(fetch);
    }

    void assertNoMore() {
        assertThat(fetches).isEmpty();
    }

    /** One request to the upstream. */
    static final class Fetch {
        private final Context context;
        private final Upstream.Request request;
        private final Promise<Upstream.Response> promise = Promise.promise();
        private final ScriptedBody body;

        Fetch(Context context, Upstream.Request request) {
            this.context = context;
            this.request = request;
            this.body = new ScriptedBody(context);
        }

        Upstream.Request request() {
            return request;
        }

        @Nullable
        String header(String name) {
            return request.head().headers().first(name);
        }

        ScriptedBody body() {
            return body;
        }

        /** Sends the head of a response whose body follows. */
        Fetch head(int status, String... headers) {
            return headAt(0, status, headers);
        }

        Fetch headAt(long sequence, int status, String... headers) {
            ResponseHead head = new ResponseHead(status, Headers.of(headers));
            Future<Void> done =
                    onContext(() -> promise.complete(new Upstream.Response(head, body, sequence, body::abort)));
            Waiting.on(done);
            return this;
        }

        /** As a cache further up, which says at which sequence the origin has validated it. */
        Fetch validatedAt(long sequence, int status, String... headers) {
            ResponseHead head = new ResponseHead(status, Headers.of(headers));
            Waiting.on(onContext(() -> promise.complete(
                    new Upstream.Response(head, status == 304 ? null : body, sequence, sequence, body::abort))));
            return this;
        }

        /** Sends a response without a body. */
        void empty(int status, String... headers) {
            ResponseHead head = new ResponseHead(status, Headers.of(headers));
            Waiting.on(onContext(() -> promise.complete(new Upstream.Response(head, null, 0, () -> {}))));
        }

        Fetch bytes(String text) {
            return bytes(Buffer.buffer(text));
        }

        Fetch bytes(Buffer bytes) {
            Waiting.on(onContext(() -> body.emit(bytes)));
            return this;
        }

        void end() {
            Waiting.on(onContext(body::finish));
        }

        void breakOff() {
            Waiting.on(onContext(() -> body.breakOff(new IllegalStateException("connection reset"))));
        }

        void fail(Failure failure) {
            Waiting.on(onContext(() -> promise.fail(new UpstreamException(failure, "scripted", null))));
        }

        /** A whole response in one go. */
        void answer(int status, String text, String... headers) {
            head(status, headers).bytes(text).end();
        }

        private Future<Void> onContext(Runnable action) {
            Promise<Void> done = Promise.promise();
            context.runOnContext(now -> {
                action.run();
                done.complete();
            });
            return done.future();
        }
    }
}
