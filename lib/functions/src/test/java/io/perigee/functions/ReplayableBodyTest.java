package io.perigee.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayableBodyTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private <T> T onContext(Callable<T> action) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(unused -> {
            try {
                promise.complete(action.call());
            } catch (Exception e) {
                promise.fail(e);
            }
        });
        return await(promise.future());
    }

    /** Gives its chunks as they are asked for, then ends, or fails. */
    private static final class Chunks implements ReadStream<Buffer> {
        private final Deque<Buffer> left = new ArrayDeque<>();
        private final @Nullable Throwable failure;
        private int given;
        private boolean over;
        private @Nullable Handler<Buffer> handler;
        private @Nullable Handler<Void> endHandler;
        private @Nullable Handler<Throwable> exceptionHandler;

        Chunks(@Nullable Throwable failure, String... chunks) {
            this.failure = failure;
            Arrays.stream(chunks).map(Buffer::buffer).forEach(left::add);
        }

        @Override
        public ReadStream<Buffer> fetch(long amount) {
            for (long i = 0; i < amount && !over; i++) {
                Buffer chunk = left.poll();
                if (chunk != null) {
                    given++;
                    if (handler != null) {
                        handler.handle(chunk);
                    }
                } else {
                    over = true;
                    if (failure != null && exceptionHandler != null) {
                        exceptionHandler.handle(failure);
                    } else if (failure == null && endHandler != null) {
                        endHandler.handle(null);
                    }
                }
            }
            return this;
        }

        @Override
        public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
            this.handler = handler;
            return this;
        }

        @Override
        public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
            endHandler = handler;
            return this;
        }

        @Override
        public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
            exceptionHandler = handler;
            return this;
        }

        @Override
        public ReadStream<Buffer> pause() {
            return this;
        }

        @Override
        public ReadStream<Buffer> resume() {
            return fetch(Long.MAX_VALUE);
        }
    }

    private Future<String> streamed(ReplayableBody body) {
        Promise<String> promise = Promise.promise();
        context.runOnContext(unused -> {
            List<String> chunks = new ArrayList<>();
            body.handler(chunk -> chunks.add(chunk.toString()))
                    .exceptionHandler(promise::tryFail)
                    .endHandler(end -> promise.complete(String.join("|", chunks)))
                    .resume();
        });
        return promise.future();
    }

    @Test
    void whatNobodyReadStreamsByChunkByChunk() {
        ReplayableBody body = onContext(() -> new ReplayableBody(new Chunks(null, "a", "b", "c"), context));

        assertThat(await(streamed(body))).isEqualTo("a|b|c");
    }

    @Test
    void whatWasReadStreamsAgain() {
        ReplayableBody body = onContext(() -> new ReplayableBody(new Chunks(null, "a", "b", "c"), context));

        assertThat(await(onContext(() -> body.read(3)))).hasToString("abc");
        assertThat(await(streamed(body))).isEqualTo("a|b|c");
    }

    @Test
    void anEmptyBodyIsReadAndStreamed() {
        ReplayableBody body = onContext(() -> new ReplayableBody(new Chunks(null), context));

        assertThat(await(onContext(() -> body.read(3)))).hasToString("");
        assertThat(await(streamed(body))).isEmpty();
    }

    @Test
    void aBodyThatIsTooLargeIsNotReadToItsEndAndStreamsWhole() {
        Chunks chunks = new Chunks(null, "aa", "bb", "cc", "dd");
        ReplayableBody body = onContext(() -> new ReplayableBody(chunks, context));

        Future<Buffer> read = onContext(() -> body.read(3));

        assertThatThrownBy(() -> await(read)).hasRootCauseInstanceOf(BodyTooLargeException.class);
        assertThat(onContext(() -> chunks.given)).isEqualTo(2);
        assertThat(await(streamed(body))).isEqualTo("aa|bb|cc|dd");
    }

    @Test
    void oneWhoFetchesGetsNoMoreThanAsked() {
        ReplayableBody body = onContext(() -> new ReplayableBody(new Chunks(null, "a", "b", "c"), context));
        await(onContext(() -> body.read(3)));
        List<String> got = new ArrayList<>();

        onContext(() -> body.handler(chunk -> got.add(chunk.toString())).fetch(2));

        assertThat(onContext(() -> List.copyOf(got))).containsExactly("a", "b");
    }

    @Test
    void aSourceThatFailsFailsReaderAndStream() {
        ReplayableBody body =
                onContext(() -> new ReplayableBody(new Chunks(new IllegalStateException("reset"), "a"), context));

        Future<Buffer> read = onContext(() -> body.read(3));

        assertThatThrownBy(() -> await(read)).hasRootCauseMessage("reset");
        assertThatThrownBy(() -> await(streamed(body))).hasRootCauseMessage("reset");
    }

    @Test
    void aBodyIsReadOnce() {
        ReplayableBody body = onContext(() -> new ReplayableBody(new Chunks(null, "a"), context));
        await(onContext(() -> body.read(3)));

        assertThatThrownBy(() -> await(onContext(() -> body.read(3))))
                .hasRootCauseMessage("the body has been read already");
    }
}
