package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real threads, all at once: what a simulation of event loops cannot show. */
class ManyEventLoopsTest {
    private static final int CALLS = 3000;
    private static final int IN_PARALLEL = 200;

    private final Network network = new Network(CacheSettings.ofMemory(2 << 20));
    private final Queue<Throwable> violations = new ConcurrentLinkedQueue<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    @AfterEach
    void close() {
        network.close();
    }

    @Test
    void everyBodyIsWholeAndOfOnePieceAndAllMemoryComesBack() {
        List<Context> contexts =
                IntStream.range(0, 8).mapToObj(i -> network.newContext()).toList();
        for (int i = 0; i < IN_PARALLEL; i++) {
            next(contexts);
        }
        Waiting.until(() -> ended.get() == CALLS, "all calls have ended");
        assertThat(violations).isEmpty();
        CacheCounters counters = network.cache.counters();
        assertThat(counters.hits()).isPositive();
        assertThat(counters.collapsed()).isPositive();
        assertThat(counters.failures()).isZero();
        assertThat(counters.storedBytes()).isLessThanOrEqualTo(2 << 20);
    }

    private void next(List<Context> contexts) {
        int number = begun.getAndIncrement();
        if (number >= CALLS) {
            return;
        }
        if (number % 500 == 250) {
            network.invalidate(number % 1000 == 250 ? "/*" : "/1");
        }
        Context context = contexts.get(number % contexts.size());
        String path = "/" + ThreadLocalRandom.current().nextInt(60);
        context.runOnContext(now -> {
            CacheCall call =
                    CacheCall.of(new CacheKey("d", path, ""), new RequestHead("GET", path, Headers.of()), context);
            network.cache.serve(call, request -> origin(context, path), answer -> {
                Sink sink = new Sink(context);
                answer.body().sendTo(sink).onComplete(sent -> {
                    check(sent.succeeded(), path, sink, answer);
                    ended.incrementAndGet();
                    next(contexts);
                });
                if (ThreadLocalRandom.current().nextInt(10) == 0) {
                    answer.discard();
                }
            });
        });
    }

    private void check(boolean sent, String path, Sink sink, Answer answer) {
        if (sent) {
            String tag = answer.head().headers().first("ETag");
            String text = sink.text();
            if (tag == null || !text.equals((path + tag).repeat(3000))) {
                violations.add(new AssertionError(
                        path + " " + answer.outcome() + " " + tag + ": " + text.length() + " bytes"));
            }
        }
    }

    /** Answers a little later, in pieces, with a body that names its version. */
    private Future<Upstream.Response> origin(Context context, String path) {
        String tag = "\"" + network.applied.get() + "\"";
        Buffer content = Buffer.buffer((path + tag).repeat(3000));
        ScriptedBody body = new ScriptedBody(context);
        Promise<Upstream.Response> response = Promise.promise();
        context.runOnContext(now -> {
            ResponseHead head = new ResponseHead(200, Headers.of("Cache-Control", "max-age=60", "ETag", tag));
            response.complete(new Upstream.Response(head, body, 0, body::abort));
            send(context, body, content, 0);
        });
        return response.future();
    }

    private void send(Context context, ScriptedBody body, Buffer content, int from) {
        if (from == content.length()) {
            body.finish();
            return;
        }
        int to = Math.min(content.length(), from + 5000);
        body.emit(content.getBuffer(from, to));
        context.runOnContext(now -> send(context, body, content, to));
    }
}
